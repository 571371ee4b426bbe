import type { ActKind } from '../schedule-act.ts';
import type { Shift } from '../shift.ts';
import {
  type ShardedMap,
  type ShiftBook,
  sharded,
  shiftOf,
  withEntries,
  withShifts,
} from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import type {
  Deed,
  GoneShift,
  ScheduleVersion,
  SiteSchedule,
  VersionSummary,
} from '../site-schedule.ts';

/** Limits of what is remembered of the past; see `SiteSchedule`. */
const kept = {
  versions: 200,
  /** Edits over all versions. */
  edits: 200_000,
  historyOfShift: 20,
  goneOfPerson: 100,
  goneMs: 60 * 86_400_000,
  shiftsMs: 400 * 86_400_000,
};

/** What made a version. */
export interface Making {
  /** 0 = none is made, and nothing changes. */
  version: number;
  edits: readonly ShiftEdit[];
  act: ActKind;
  reason: string;
}

/** The published schedule after edits that make a version. */
export function withVersion(state: SiteSchedule, making: Making, deed: Deed): SiteSchedule {
  const { version, edits, act, reason } = making;
  if (version === 0) return state;
  const days = edits
    .flatMap(({ before, after }) => [before?.day, after?.day])
    .filter((day) => day !== undefined)
    .sort();
  const summary: VersionSummary = {
    ...deed,
    version,
    act,
    reason,
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    changes: edits.length,
  };
  return {
    ...state,
    version,
    published: withShifts(state.published, edits),
    versions: withinLimits([...state.versions, { ...summary, edits }]),
    history: withHistory(state.history, edits, summary),
    gone: withGone(state.gone, edits, { ...deed, version }),
  };
}

/** The version that a change makes. */
export function nextVersion({ version }: SiteSchedule): number {
  return version + 1;
}

/** Why, when and by whom a shift was made and changed, the oldest first. */
export function historyOf(state: SiteSchedule, shiftId: string): readonly VersionSummary[] {
  return sharded(state.history, shiftId) ?? [];
}

/**
 * The published schedule as it was at a version; `null` when so many came since that it can no
 * longer be told.
 */
export function bookAtVersion(state: SiteSchedule, version: number): ShiftBook | null {
  if (version > state.version || version < 0) return null;
  let book = state.published;
  for (let back = state.version; back > version; back -= 1) {
    const edits = state.versions.findLast((one) => one.version === back)?.edits;
    if (!edits) return null;
    book = withShifts(
      book,
      edits.map(({ shiftId, before }) => ({ shiftId, after: before })),
    );
  }
  return book;
}

/**
 * Answers what a shift was at a version: `null` = there was none, `undefined` = so much came since
 * that it can no longer be told.
 */
export function pastShifts(
  state: SiteSchedule,
): (shiftId: string, version: number) => Shift | null | undefined {
  const edits = new Map<number, ReadonlyMap<string, ShiftEdit>>();
  const editsOf = (version: number): ReadonlyMap<string, ShiftEdit> => {
    const known = edits.get(version);
    if (known) return known;
    const made = state.versions.find((one) => one.version === version)?.edits ?? [];
    const byId = new Map(made.map((edit) => [edit.shiftId, edit]));
    edits.set(version, byId);
    return byId;
  };
  return (shiftId, version) => {
    const history = historyOf(state, shiftId);
    const next = history.find((one) => one.version > version);
    if (!next) return shiftOf(state.published, shiftId);
    // Of a full history the first change since then may be lost.
    if (next === history[0] && history.length >= kept.historyOfShift) return undefined;
    return editsOf(next.version).get(shiftId)?.before;
  };
}

/** What differs between two lists of shifts, by shift id. */
export function differences(
  before: Iterable<Shift>,
  after: Iterable<Shift>,
  isSame: (a: Shift, b: Shift) => boolean,
): ShiftEdit[] {
  const old = new Map([...before].map((shift) => [shift.shiftId, shift]));
  const edits: ShiftEdit[] = [];
  for (const shift of after) {
    const was = old.get(shift.shiftId) ?? null;
    old.delete(shift.shiftId);
    if (!was || !isSame(was, shift)) {
      edits.push({ shiftId: shift.shiftId, before: was, after: shift });
    }
  }
  for (const [shiftId, was] of old) edits.push({ shiftId, before: was, after: null });
  return edits;
}

/** Shifts that ended long ago leave the state; the log and the store still have them. */
export function withoutLongPast(state: SiteSchedule, nowMs: number): SiteSchedule {
  const past: { shiftId: string; after: null }[] = [];
  for (const shifts of state.published.byPerson.values()) {
    for (const { shiftId, toMs } of shifts) {
      if (toMs >= nowMs - kept.shiftsMs) break;
      past.push({ shiftId, after: null });
    }
  }
  if (past.length === 0) return state;
  return {
    ...state,
    published: withShifts(state.published, past),
    history: withEntries(
      state.history,
      past.map(({ shiftId }) => [shiftId, undefined] as const),
    ),
  };
}

function withinLimits(versions: readonly ScheduleVersion[]): ScheduleVersion[] {
  let edits = 0;
  return versions
    .slice(-kept.versions)
    .toReversed()
    .map((version) => {
      edits += version.edits?.length ?? 0;
      return edits > kept.edits ? { ...version, edits: null } : version;
    })
    .toReversed();
}

function withHistory(
  history: ShardedMap<readonly VersionSummary[]>,
  edits: readonly ShiftEdit[],
  summary: VersionSummary,
): ShardedMap<readonly VersionSummary[]> {
  return withEntries(
    history,
    edits.map(({ shiftId }) => {
      const known = sharded(history, shiftId) ?? [];
      return [shiftId, [...known, summary].slice(-kept.historyOfShift)] as const;
    }),
  );
}

function withGone(
  gone: ReadonlyMap<string, readonly GoneShift[]>,
  edits: readonly ShiftEdit[],
  deed: Deed & { version: number },
): ReadonlyMap<string, readonly GoneShift[]> {
  const next = new Map(gone);
  for (const { shiftId, before, after } of edits) {
    if (after) {
      const known = next.get(after.person);
      const others = known?.filter(({ shift }) => shift.shiftId !== shiftId) ?? [];
      if (known && others.length !== known.length) next.set(after.person, others);
    }
    if (!before || before.person === after?.person) continue;
    const recent = (next.get(before.person) ?? []).filter(
      ({ shift, atMs }) => shift.shiftId !== shiftId && atMs >= deed.atMs - kept.goneMs,
    );
    next.set(before.person, [...recent, { ...deed, shift: before }].slice(-kept.goneOfPerson));
  }
  return next;
}
