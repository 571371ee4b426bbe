import { DomainError } from '../../domain-error.ts';
import type { ConsentAnswered, ScheduleChanged } from '../schedule-act.ts';
import { shiftOf } from '../shift-book.ts';
import type { ShiftEdit } from '../shift-edit.ts';
import type { Deed, PendingChange, SiteSchedule } from '../site-schedule.ts';
import type { Acting, Decided } from './acting.ts';
import { change, pruned, put } from './apply-map.ts';
import { consequencesOf, type EditedSchedule, isSame, refuseBroken } from './consequences.ts';
import { publishedGround } from './cover-of-change.ts';
import { only, withConsequences } from './decided.ts';
import { withIds } from './drafts.ts';
import { keepsHours, noticeFrom } from './notice.ts';
import { asker, mustStand } from './permission.ts';
import { nextVersion, withVersion } from './versions.ts';

const mostEdits = 5_000;
/** Changes that are kept: those that wait, and those settled in the last 90 days. */
const kept = { ms: 90 * 86_400_000, most: 5_000 };

/**
 * The published schedule is changed, if hard rules hold. Whose hours change within the notice
 * period is asked first; the change is done when the last one agrees, if it still can be.
 */
export function decideChange(state: SiteSchedule, act: ScheduleChanged, acting: Acting): Decided {
  mustStand(acting, 'decides');
  if (act.edits.length === 0 || act.edits.length > mostEdits) {
    throw new DomainError('invalid', `${act.edits.length} edits, but must be 1 to ${mostEdits}`);
  }
  const asked = withIds(act.edits, acting);
  const done = consequencesOf(state, asked, publishedSchedule(state, acting), acting);
  refuseBroken(done.violations);
  const consents = consentsOf(state, done.edits, acting);
  const filled: ScheduleChanged = {
    ...act,
    edits: done.edits,
    consents,
    changeId: acting.newId(),
    version: consents.length > 0 || done.edits.length === 0 ? 0 : nextVersion(state),
  };
  return withConsequences(filled, done);
}

/** A person agrees or not; the last one's word does the change. */
export function decideConsent(state: SiteSchedule, act: ConsentAnswered, acting: Acting): Decided {
  const person = asker(acting);
  const pending = state.changes.get(act.changeId);
  if (!pending) throw new DomainError('not-found', `there is no change "${act.changeId}"`);
  if (pending.state !== 'waiting') {
    throw new DomainError('conflict', `the change is ${pending.state} already`);
  }
  if (!pending.consents.includes(person)) {
    throw new DomainError('not-allowed', `the change does not wait for "${person}"`);
  }
  const answered: ConsentAnswered = { ...act, person, version: 0, refusal: '' };
  const missing = pending.consents.filter(
    (one) => one !== person && pending.answers.get(one) !== true,
  );
  if (!act.agreed || missing.length > 0) return only(answered);
  const moved = pending.edits.find(
    ({ shiftId, before }) => !isSame(before, shiftOf(state.published, shiftId)),
  );
  if (moved) {
    const whose = moved.before?.person ?? moved.after?.person ?? '';
    return only({ ...answered, refusal: `the shift of ${whose} was changed meanwhile` });
  }
  try {
    const done = consequencesOf(state, pending.edits, publishedSchedule(state, acting), acting);
    refuseBroken(done.violations);
    return withConsequences({ ...answered, version: nextVersion(state) }, done);
  } catch (error) {
    // The consent itself counts; that the change no longer can be done is told beside it.
    if (!(error instanceof DomainError)) throw error;
    return only({ ...answered, refusal: error.message });
  }
}

/** The state after a change, done or waiting. */
export function applyChange(state: SiteSchedule, act: ScheduleChanged, deed: Deed): SiteSchedule {
  const { kind: _, ...change } = act;
  if (act.consents.length === 0) {
    const { version, edits, reason } = act;
    return withVersion(state, { version, edits, act: act.kind, reason }, deed);
  }
  const pending: PendingChange = {
    ...change,
    answers: new Map(),
    state: 'waiting',
    refusal: '',
    asked: deed,
    last: deed,
  };
  const matters = (one: PendingChange) =>
    one.state === 'waiting' || one.last.atMs >= deed.atMs - kept.ms;
  const changes = put(pruned(state.changes, matters, kept.most), act.changeId, pending);
  return { ...state, changes };
}

/** The state after an answer. */
export function applyConsent(state: SiteSchedule, act: ConsentAnswered, deed: Deed): SiteSchedule {
  const pending = state.changes.get(act.changeId);
  if (!pending) return state;
  const { version, refusal, person, agreed } = act;
  const changes = change(state.changes, act.changeId, (one) => ({
    ...one,
    version,
    refusal: agreed ? refusal : `${person} does not agree`,
    answers: put(one.answers, person, agreed),
    state: settled(act),
    last: deed,
  }));
  const making = { version, edits: pending.edits, act: act.kind, reason: pending.reason };
  return withVersion({ ...state, changes }, making, deed);
}

function settled({ agreed, version, refusal }: ConsentAnswered): PendingChange['state'] {
  if (!agreed || refusal !== '') return 'refused';
  return version > 0 ? 'done' : 'waiting';
}

/** What is published, as something that is edited. */
export function publishedSchedule(state: SiteSchedule, acting: Acting): EditedSchedule {
  return {
    ...publishedGround(state, acting),
    book: state.published,
    knownTo: state.publishedTo,
  };
}

/** Whose hours change within the notice period, and who did not ask for it themselves. */
function consentsOf(state: SiteSchedule, edits: readonly ShiftEdit[], acting: Acting): string[] {
  const free = noticeFrom(state, acting);
  const people = edits.flatMap(({ before, after }) => {
    if (before && after && keepsHours(before, after)) return [];
    return [before, after]
      .filter((shift) => shift !== null)
      .filter(({ day, toMs }) => day < free && toMs > acting.nowMs)
      .map(({ person }) => person);
  });
  return [...new Set(people)].filter((person) => person !== acting.author).sort();
}
