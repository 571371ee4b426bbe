import { Evaluation } from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import { type AssessedSite, act, decidersOf, type Office, quality, whatOf } from './score-desk.ts';

/** How a simulated contest ends. */
type End = 'open' | 'accepted' | 'refused';

/**
 * Contests of the poorest evaluations: one waits for its second marker, one is accepted, one
 * refused; and minutes of yesterday that wait.
 */
export async function contests(
  office: Office,
  of: AssessedSite,
  marked: readonly Evaluation[],
): Promise<void> {
  const deciders = decidersOf(of.site);
  const poorest = eachOnce(marked)
    .filter(({ person }) => !deciders.includes(person))
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0));
  const ends: readonly End[] = ['open', 'accepted', 'refused'];
  for (const [at, end] of ends.entries()) {
    const evaluation = poorest[at];
    if (evaluation) await contest(office, of, { evaluation, end, decider: deciders[at % 2] ?? '' });
  }
  const [, , , somebody] = poorest;
  if (somebody) await minutes(office, of, somebody.person);
}

async function contest(
  office: Office,
  { site }: AssessedSite,
  { evaluation, end, decider }: { evaluation: Evaluation; end: End; decider: string },
): Promise<void> {
  const { evaluationId: target, person, contact, answers } = evaluation;
  const zh = site.familyFirst;
  const words = zh
    ? '录音中客户环境噪音很大，请复核。'
    : 'The line was very noisy; please listen again.';
  const appealId = await lodge(office, site.id, {
    of: 'evaluation',
    target,
    words,
    person,
    decider,
  });
  if (end === 'open') return;
  const better = answers.map((one) => ({ ...one, value: end === 'accepted' ? 5 : one.value }));
  const isYesNo = (id: string) => id === 'greeting' || id === 'privacy';
  const given = better.map((one) => (isYesNo(one.questionId) ? { ...one, value: 1 } : one));
  const own = Evaluation.fromPartial({ formId: 'call', contact, person, answers: given });
  const reasons = {
    accepted: zh ? '复听属实，噪音影响了应答。' : 'Heard again: the noise made it hard to answer.',
    refused: zh ? '复听后认为初评恰当。' : 'Heard again: the first marks are right.',
  };
  const decided = { appealId, outcome: end, reason: reasons[end], evaluation: own };
  await act(office, site.id, {
    id: `decided-${target}`,
    what: whatOf('appealDecided', decided),
    by: { author: decider, role: 'quality' },
  });
}

/** A quarter of an hour of yesterday. */
async function minutes(office: Office, { site }: AssessedSite, person: string): Promise<void> {
  const day = Temporal.Now.plainDateISO(site.timeZone).subtract({ days: 1 }).toString();
  const words = site.familyFirst
    ? '组长安排我去接待参观。'
    : 'My lead asked me to show visitors around.';
  const about = { of: 'adherence', target: `${day} 600-615`, claimed: 'supervisor', words };
  await lodge(office, site.id, { ...about, person, decider: decidersOf(site)[0] ?? '' });
}

async function lodge(
  office: Office,
  site: string,
  {
    person,
    decider,
    ...about
  }: { person: string; decider: string; of: string; target: string; words: string },
): Promise<string> {
  const lodged = await act(office, site, {
    id: `appeal-${about.target}`,
    what: whatOf('appealLodged', about),
    by: { author: person, role: 'agent' },
  });
  const appealId = lodged.$case === 'appealLodged' ? lodged.value.appealId : '';
  const assigned = whatOf('appealAssigned', { appealId, marker: decider });
  await act(office, site, { id: `assigned-${about.target}`, what: assigned, by: quality });
  return appealId;
}

/** The poorest of everybody. */
function eachOnce(marked: readonly Evaluation[]): Evaluation[] {
  const best = [...marked].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  return [...new Map(best.map((one) => [one.person, one])).values()];
}
