import { DomainError } from '../../domain-error.ts';
import type { FileImported, ImportedLeave } from '../schedule-act.ts';
import { employeeOn } from '../setup-on.ts';
import { checkDay, siteCalendar } from '../site-calendar.ts';
import type {
  Deed,
  Leave,
  ScheduleImport,
  Setup,
  SetupVersion,
  SiteSchedule,
} from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { change, pruned, put } from './apply-map.ts';
import { consequencesOf } from './consequences.ts';
import { only, withConsequences } from './decided.ts';
import { draftSchedule, openDraft } from './draft-shifts.ts';
import { checkWithin, withIds, withLayer } from './drafts.ts';
import { leaveMinutes } from './leave-allowance.ts';
import { mustStand } from './permission.ts';
import { applySetup, checkSetup } from './setup-acts.ts';

const most = { setup: 10_000, edits: 100_000, leave: 20_000, imports: 500 };

type FileImportUndone = { kind: 'file-import-undone'; importId: string };

/** Acts about files. */
export type ImportAct = FileImported | FileImportUndone;

/** A file is read in, whole or not at all, or what it set falls back to what stood before. */
export function decideImport(state: SiteSchedule, act: ImportAct, acting: Acting): Decided {
  mustStand(acting, 'plans');
  return act.kind === 'file-imported' ? imported(state, act, acting) : undone(state, act);
}

/** The state after an act about a file. */
export function applyImport(state: SiteSchedule, act: ImportAct, deed: Deed): SiteSchedule {
  return act.kind === 'file-imported'
    ? importedState(state, act, deed)
    : undoneState(state, act.importId, deed);
}

function imported(state: SiteSchedule, asked: FileImported, acting: Acting): Decided {
  const { setup, edits, leave } = asked;
  if (setup.length > most.setup || edits.length > most.edits || leave.length > most.leave) {
    throw new DomainError('invalid', `the file "${asked.fileName}" holds too much for one import`);
  }
  for (const one of setup) checkSetup(state, one, acting);
  const act: FileImported = {
    ...asked,
    importId: acting.newId(),
    leave: leave.map((one) => filledLeave(state, one, acting)),
  };
  if (edits.length === 0) return only(act);
  const draft = openDraft(state, act.draftId);
  const named = withIds(edits, acting);
  for (const { after } of named) if (after) checkWithin(draft, after);
  const done = consequencesOf(state, named, draftSchedule(state, draft, acting), acting);
  return withConsequences({ ...act, edits: done.edits }, done);
}

function filledLeave(state: SiteSchedule, leave: ImportedLeave, acting: Acting): ImportedLeave {
  const { person, from, to } = leave;
  checkDay(from, 'from');
  checkDay(to, 'to');
  if (to < from) throw new DomainError('invalid', `leave of ${person} ends before ${from}`);
  if (!employeeOn(state.setup, person, from)) {
    throw new DomainError('not-found', `nobody "${person}" is engaged at the site on ${from}`);
  }
  const whole = { ...leave, fromMinute: 0, toMinute: 0 };
  const minutes = leaveMinutes(state, whole, siteCalendar(acting.zone));
  return { ...leave, leaveId: acting.newId(), minutes };
}

function undone(state: SiteSchedule, act: FileImportUndone): Decided {
  const known = state.imports.get(act.importId);
  if (!known) throw new DomainError('not-found', `there is no import "${act.importId}"`);
  if (known.undone) throw new DomainError('conflict', `"${known.fileName}" is undone already`);
  const draft = state.drafts.get(known.draftId);
  if (draft && !draft.layers.some(({ importId }) => importId === act.importId)) {
    const sentence = `an optimised schedule was taken over the shifts of "${known.fileName}"`;
    throw new DomainError('conflict', sentence);
  }
  return only(act);
}

function importedState(state: SiteSchedule, act: FileImported, deed: Deed): SiteSchedule {
  const { importId, fileName, of, draftId, setup, edits, leave } = act;
  let next = state;
  for (const one of setup) next = applySetup(next, one, deed, importId);
  if (edits.length > 0) {
    const layer = { edits, importId, published: null };
    const drafts = change(next.drafts, draftId, (draft) => ({
      ...draft,
      layers: withLayer(draft.layers, layer),
      last: deed,
    }));
    next = { ...next, drafts };
  }
  if (leave.length > 0) {
    const leaves = new Map(next.leaves);
    for (const one of leave) leaves.set(one.leaveId, importedLeave(one, importId, deed));
    next = { ...next, leaves };
  }
  const into = edits.length > 0 ? draftId : '';
  const about = { importId, fileName, of, draftId: into };
  const known: ScheduleImport = { ...about, imported: deed, undone: null };
  const room = pruned(next.imports, () => true, most.imports);
  return { ...next, imports: put(room, importId, known) };
}

function importedLeave(leave: ImportedLeave, importId: string, deed: Deed): Leave {
  return {
    ...leave,
    importId,
    fromMinute: 0,
    toMinute: 0,
    reason: '',
    state: 'approved',
    place: 0,
    approvalRule: '',
    edits: [],
    version: 0,
    decided: deed,
    decisionReason: '',
    asked: deed,
  };
}

function undoneState(state: SiteSchedule, importId: string, deed: Deed): SiteSchedule {
  const known = state.imports.get(importId);
  if (!known) return state;
  const drafts = change(state.drafts, known.draftId, (draft) => ({
    ...draft,
    layers: draft.layers.filter((layer) => layer.importId !== importId),
    last: deed,
  }));
  const leaves = new Map(state.leaves);
  for (const [leaveId, leave] of leaves) {
    if (leave.importId === importId) leaves.set(leaveId, { ...leave, state: 'cancelled' });
  }
  const imports = put(state.imports, importId, { ...known, undone: deed });
  return { ...state, drafts, leaves, imports, setup: withoutImport(state.setup, importId) };
}

function withoutImport(setup: Setup, importId: string): Setup {
  const cleared = <Value>(things: ReadonlyMap<string, readonly SetupVersion<Value>[]>) =>
    new Map(
      [...things]
        .map(([id, versions]) => [id, versions.filter((one) => one.importId !== importId)] as const)
        .filter(([, versions]) => versions.length > 0),
    );
  return {
    ...setup,
    templates: cleared(setup.templates),
    contracts: cleared(setup.contracts),
    employees: cleared(setup.employees),
    rules: cleared(setup.rules),
  };
}
