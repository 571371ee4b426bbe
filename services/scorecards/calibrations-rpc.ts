import type { ScorecardServiceServer } from '../../proto/gen/floorcast/score/v1/scorecard_service.ts';
import { calibrationMarks } from '../domain/score/looking/evaluations-seen.ts';
import { leadsQuality } from '../domain/score/looking/viewer.ts';
import type { Calibration } from '../domain/score/site-scores.ts';
import { unary } from '../lib/grpc.ts';
import { type Look, type LookDeps, lookAt } from './looking.ts';
import { toWireShape } from './wire-shape.ts';

const mostShown = 100;

/** Contacts that several mark, blind until the end. */
export function calibrationsRpc(deps: LookDeps) {
  return {
    listCalibrations: unary(deps.log, async (asked, context) => {
      const look = lookAt(deps, asked, context);
      const { state, viewer } = look;
      const shown = [...state.calibrations.values()]
        .filter(({ markers }) => leadsQuality(viewer) || markers.includes(viewer.person))
        .sort((a, b) => b.begun.position - a.begun.position)
        .slice(0, mostShown);
      const people = shown.flatMap(({ markers, person }) => [...markers, person]);
      return {
        calibrations: shown.map((one) => toWireCalibration(look, one)),
        names: await deps.names.of(asked.tenant, people),
      };
    }),
  } satisfies Partial<ScorecardServiceServer>;
}

function toWireCalibration({ state, viewer }: Look, calibration: Calibration) {
  const { begun: deed, done, ended, agreement, ...begun } = calibration;
  return {
    begun: toWireShape(begun),
    done: [...done.keys()],
    evaluations: toWireShape(calibrationMarks(state, calibration.calibrationId, viewer)),
    agreement: agreement ? toWireShape(agreement) : undefined,
    ended: ended !== null,
    begunAt: new Date(deed.atMs),
    endedAt: ended ? new Date(ended.atMs) : undefined,
  };
}
