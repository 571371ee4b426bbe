import { siteCalendar } from '../../schedule/site-calendar.ts';
import type { Form } from '../evaluation.ts';
import { groupShares } from '../mark-evaluation.ts';
import type { MysteryRound, SiteScores } from '../site-scores.ts';
import { sum } from '../sums.ts';

/** One site of those that are compared. */
export interface ComparedSite {
  site: string;
  /** IANA zone. */
  zone: string;
  state: Pick<SiteScores, 'mystery' | 'forms' | 'surveys'>;
}

/** What visits say of one group of questions. */
export interface MysteryGroup {
  groupId: string;
  nameEn: string;
  nameZh: string;
  /** Mean of 100 over the visits to which it applied; `null` = to none. */
  score: number | null;
}

/** One site in one quarter by one script; figures of 100. */
export interface MysteryQuarter {
  formId: string;
  nameEn: string;
  nameZh: string;
  site: string;
  /** "2026-Q4". */
  quarter: string;
  /** Visits with a score. */
  visits: number;
  /** Mean of the visits; `null` = there are none. */
  score: number | null;
  /** Sample standard deviation; `null` = few visits. */
  deviation: number | null;
  /** Against the last quarter before that has enough visits; `null` = either has few. */
  change: number | null;
  /** Among the sites with enough visits in the quarter, 1 = best; 0 = has few. */
  place: number;
  placed: number;
  groups: readonly MysteryGroup[];
  /** The standard set; `null` = none. */
  standard: number | null;
  /** What customers say: (mean satisfaction − 1) / 4; `null` = few answered. */
  perceived: number | null;
  answered: number;
}

/** Fewer visits, or answers, are told but not compared: chance alone moves their mean too far. */
const enough = 5;
/** Told at most. */
const mostQuarters = 2_000;

/**
 * Mystery shopping of sites side by side and over time, by script: by form, then by quarter, the
 * newest first, then by site. Beside what was delivered stand the standard that was set and what
 * customers perceive: two of the gaps of the gap model.
 *
 * @param formId - one script; empty = all.
 * @see Parasuraman, Zeithaml, Berry, "A Conceptual Model of Service Quality", Journal of Marketing
 *   49 (1985): gap 3 is standard and delivery; what is delivered and perceived is our own addition.
 */
export function mysteryCompared(
  sites: readonly ComparedSite[],
  formId = '',
): readonly MysteryQuarter[] {
  const found = sites.flatMap((one) => quartersOf(one, formId));
  const whole = found.map((one) => ({ ...one, ...standingOf(one, found) }));
  return whole.sort(inOrder).slice(0, mostQuarters);
}

function quartersOf({ site, zone, state }: ComparedSite, formId: string): MysteryQuarter[] {
  const rounds = [...state.mystery.values()].filter((one) => !formId || one.formId === formId);
  const surveyed = satisfactionOf(state, zone);
  const groups = Map.groupBy(rounds, (one) => `${one.formId}\t${one.quarter}`);
  return [...groups.values()].flatMap((group): MysteryQuarter[] => {
    const [first] = group;
    const form = first && state.forms.get(first.formId)?.at(-1)?.value;
    if (!first || !form) return [];
    const scores = group.flatMap(({ visits }) => visits.flatMap(({ score }) => score ?? []));
    const answers = surveyed.get(first.quarter) ?? [];
    return [
      {
        ...{ formId: first.formId, nameEn: form.nameEn, nameZh: form.nameZh },
        ...{ site, quarter: first.quarter, visits: scores.length, score: meanOf(scores) },
        ...{ deviation: scores.length < enough ? null : deviationOf(scores) },
        ...{ change: null, place: 0, placed: 0 },
        groups: groupsOf(state, form, group),
        standard: form.passMark === 0 ? null : form.passMark,
        perceived: answers.length < enough ? null : meanOf(answers),
        answered: answers.length,
      },
    ];
  });
}

/** Scores of question groups, each visit by the version of the form it was marked by. */
function groupsOf(
  { forms }: Pick<SiteScores, 'forms'>,
  newest: Form,
  rounds: readonly MysteryRound[],
): MysteryGroup[] {
  const versions = forms.get(newest.formId) ?? [];
  const shares = rounds.flatMap(({ visits }) =>
    visits.flatMap(({ answers, position }) => {
      const form = versions.findLast(({ decided }) => decided.position < position)?.value;
      return form ? groupShares(form, answers) : [];
    }),
  );
  const byGroup = Map.groupBy(shares, ({ group }) => group.groupId);
  const known = new Map(shares.map(({ group }) => [group.groupId, group]));
  for (const group of newest.groups) known.set(group.groupId, group);
  const order = newest.groups.map(({ groupId }) => groupId);
  return [...new Set([...order, ...byGroup.keys()])].map((groupId) => {
    const of = (byGroup.get(groupId) ?? []).flatMap(({ share }) => share ?? []);
    const { nameEn = groupId, nameZh = '' } = known.get(groupId) ?? {};
    const mean = meanOf(of);
    return { groupId, nameEn, nameZh, score: mean === null ? null : 100 * mean };
  });
}

/** Answers of customers by the local quarter in which they were given, each of 100. */
function satisfactionOf(
  { surveys }: Pick<SiteScores, 'surveys'>,
  zone: string,
): Map<string, number[]> {
  const { dayOf } = siteCalendar(zone);
  const byQuarter = new Map<string, number[]>();
  for (const { satisfaction, atMs } of [...surveys.values()].flat()) {
    if (satisfaction === null) continue;
    const [year, month] = dayOf(atMs).split('-');
    const quarter = `${year}-Q${Math.ceil(Number(month) / 3)}`;
    const list = byQuarter.get(quarter) ?? [];
    list.push((100 * (satisfaction - 1)) / 4);
    byQuarter.set(quarter, list);
  }
  return byQuarter;
}

function standingOf(
  one: MysteryQuarter,
  all: readonly MysteryQuarter[],
): Pick<MysteryQuarter, 'change' | 'place' | 'placed'> {
  const { score, visits, quarter } = one;
  if (score === null || visits < enough) return { change: null, place: 0, placed: 0 };
  const alike = all.filter((other) => other.formId === one.formId && other.visits >= enough);
  const beside = alike.flatMap((other) => (other.quarter === quarter ? (other.score ?? []) : []));
  const before = alike
    .filter((other) => other.site === one.site && other.quarter < quarter)
    .sort((a, b) => (a.quarter < b.quarter ? 1 : -1))[0];
  return {
    change: before && before.score !== null ? score - before.score : null,
    place: 1 + beside.filter((other) => other > score).length,
    placed: beside.length,
  };
}

function inOrder(a: MysteryQuarter, b: MysteryQuarter): number {
  if (a.formId !== b.formId) return a.formId < b.formId ? -1 : 1;
  if (a.quarter !== b.quarter) return a.quarter < b.quarter ? 1 : -1;
  return a.site < b.site ? -1 : 1;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values, (value) => value) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values) ?? 0;
  return Math.sqrt(sum(values, (value) => (value - mean) ** 2) / (values.length - 1));
}
