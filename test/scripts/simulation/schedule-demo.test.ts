import { credentials } from '@grpc/grpc-js';
import t from 'tap';
import { DirectoryServiceClient } from '../../../proto/gen/floorcast/directory/v1/directory_service.ts';
import { StaffingServiceService } from '../../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { simulatedDirectory } from '../../../scripts/simulation/directory.ts';
import { sites } from '../../../scripts/simulation/plan.ts';
import { openScheduler } from '../../../scripts/simulation/scheduler.ts';
import { ask, listen, makeServer } from '../../../services/lib/grpc.ts';
import { makeLog } from '../../../services/lib/log.ts';
import { startService } from '../../helpers/service.ts';
import { by, startScheduling } from '../../services/shift-scheduling/scheduler.ts';

const staffing = makeServer([]).server;
staffing.addService(StaffingServiceService, {
  listForecasts: (_call: unknown, answer: (error: null, found: object) => void) =>
    answer(null, { forecasts: [] }),
} as never);
const staffingAddress = `127.0.0.1:${await listen(staffing, '127.0.0.1:0')}`;
t.teardown(() => staffing.forceShutdown());

const { client, bus, service } = await startScheduling(t);
const directory = await startService(t, 'directory', { FLOORCAST_NATS_URL: bus.url });
const names = new DirectoryServiceClient(directory.address, credentials.createInsecure());
t.teardown(() => names.close());

t.test(
  'every site is published as its agents work, with something to show on every page',
  async (t) => {
    const tenant = 'demo';
    const json = JSON.stringify(simulatedDirectory(tenant, 60));
    const request = { tenant, commandId: 'directory', json, dryRun: false };
    await ask(names, names.importDirectory, request, by('ann', 'administrator', tenant));
    const of = { scheduling: service.address, staffing: staffingAddress, tenant };
    const scheduler = openScheduler(of, {
      log: makeLog('test', 'silent'),
      signal: new AbortController().signal,
    });
    t.teardown(scheduler.close);
    const planner = by('ann', 'planner', tenant);
    for (const site of sites) {
      await scheduler.schedule({ site, seed: 1, agents: 60 });
      const today = Temporal.Now.plainDateISO(site.timeZone);
      const from = today.subtract({ days: 7 }).toString();
      const list = await ask(client, client.listSchedules, { tenant, site: site.id }, planner);
      t.match(list, { publishedFrom: from, publishedTo: today.add({ days: 13 }).toString() });
      t.match(list.drafts, [{ state: 'open' }, { state: 'published' }], site.id);
      const asked = { tenant, site: site.id, draftId: '', from, days: 21, people: [], version: 0 };
      const shown = await ask(client, client.getSchedule, { ...asked, shiftsOnly: false }, planner);
      const people = Math.round(60 * site.share);
      t.equal(shown.shifts.length, people * 15, 'five days of seven');
      t.equal(shown.score?.hard, 0, 'and no hard rule is broken');
      const requests = await ask(
        client,
        client.listRequests,
        { tenant, site: site.id, settled: false },
        planner,
      );
      const { swaps, leave, openShifts, offers, notes } = requests;
      const counts = [swaps, leave, openShifts, offers, notes].map(({ length }) => length);
      t.same(counts, [1, 1, 1, 1, 2], 'requests wait');
    }
    await scheduler.schedule({ site: sites[0] as (typeof sites)[number], seed: 1, agents: 60 });
    const again = await ask(
      client,
      client.listSchedules,
      { tenant, site: sites[0]?.id ?? '' },
      planner,
    );
    t.equal(again.versions.length, 1, 'a second start changes nothing');
  },
);
