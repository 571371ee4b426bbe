// Scores of a month worked out a second time, from the raw figures, by code of its own: nothing of
// the product is called, only its raw types are read. Shanghai is UTC+8 all year.
import type { PeriodFacts } from '../../../services/domain/score/period-facts.ts';
import type { SiteScores } from '../../../services/domain/score/site-scores.ts';

interface Tally {
  top: number;
  bottom: number;
  n: number;
}
type Row = { who: string; cell: string; queue: string; top: number };

const begin = Date.parse('2026-11-01T00:00:00+08:00');
const end = Date.parse('2026-12-01T00:00:00+08:00');
const week = 7 * 24 * 3600 * 1000;

export interface Recomputed {
  total: number | null;
  figures: Record<string, number | null>;
}

export function recompute(state: SiteScores, facts: PeriodFacts): Map<string, Recomputed> {
  const inMonth = (at: number) => begin <= at && at < end;
  const done = facts.legs.filter((l) => l.person && inMonth(l.offeredAtMs));
  const cell = (queue: string, at: number) =>
    `${queue}/${Math.floor(((at / 3_600_000 + 8) % 24) / 4)}`;
  const row = (who: string, queue: string, at: number, top: number): Row => ({
    ...{ who, queue, cell: cell(queue, at), top },
  });
  const surveys = [...state.surveys.values()].flat().filter((s) => inMonth(s.atMs));

  const evaluation = new Map<string, Tally>();
  for (const [who, list] of state.evaluations)
    for (const { evaluation: e } of list) tally(evaluation, who, e.score ?? Number.NaN, 1);
  const csat = new Map<string, Tally>();
  for (const s of surveys) if (s.satisfaction !== null) tally(csat, s.person, s.satisfaction, 1);
  const resolved = mixed(
    surveys
      .filter((s) => s.resolved !== null)
      .map((s) => row(s.person, s.queue, s.atMs, s.resolved ? 1 : 0)),
  );
  const adherence = new Map<string, Tally>();
  for (const d of facts.adherence) {
    if (d.scheduledMs === null) continue;
    tally(adherence, d.person, d.scheduledMs - d.excusedMs - d.ownMs, d.scheduledMs - d.excusedMs);
  }
  const aht = mixed(
    done
      .filter((l) => l.acwMs !== null && l.talkMs !== null)
      .map((l) => row(l.person, l.queue, l.offeredAtMs, ((l.talkMs ?? 0) + (l.acwMs ?? 0)) / 1000)),
  );
  const moved = mixed(
    done.map((l) => row(l.person, l.queue, l.offeredAtMs, l.transferredTo === '' ? 0 : 1)),
  );
  const short = new Map<string, Tally>();
  for (const l of done) {
    if (l.endedBy === '') continue;
    tally(short, l.person, l.endedBy === 'agent' && (l.talkMs ?? 0) < 10_000 ? 1 : 0, 1);
  }
  const repeats = repeatsOf(facts);
  const rung = new Map<string, Tally>();
  for (const l of done) tally(rung, l.person, 0, 1);
  for (const l of facts.legs)
    for (const r of l.rings) if (r.ringMs >= 5000 && inMonth(r.atMs)) tally(rung, r.person, 1, 1);

  const totals = new Map<string, Recomputed & { team: string }>();
  for (const { person: who, team } of facts.people) {
    const plain = (from: Map<string, Tally>) => ratio(from.get(who));
    const enough = (from: Map<string, Tally>, least: number) => (from.get(who)?.n ?? 0) >= least;
    const e = plain(evaluation);
    const c = plain(csat);
    const r = resolved(who);
    const a = plain(adherence);
    const h = aht(who);
    const m = moved(who);
    const s = plain(short);
    const p = plain(repeats);
    const g = plain(rung);
    // [measure, quality, weight, points or null]
    const lines: [boolean, number, number | null][] = [
      [true, 30, e === null || !enough(evaluation, 3) ? null : clip(((e - 50) / 45) * 100)],
      [
        true,
        15,
        c === null || !enough(csat, 20) ? null : c >= 4 ? 100 : c >= 3.8 ? 70 : c >= 3.5 ? 40 : 0,
      ],
      [true, 10, r.n < 20 ? null : clip(((r.compared - 0.5) / 0.45) * 100)],
      [false, 10, a === null ? null : clip(((a - 0.7) / 0.28) * 100)],
      [false, 15, h.n < 50 ? null : clip(((420 - h.compared) / 270) * 100)],
      [true, 5, m.n < 50 ? null : clip(((0.2 - m.compared) / 0.18) * 100)],
      [true, 5, s === null || !enough(short, 50) ? null : s <= 0.01 ? 100 : 0],
      [true, 5, p === null ? null : clip(((0.4 - p) / 0.4) * 100)],
      [true, 5, g === null ? null : g < 0.02 ? 100 : g < 0.05 ? 60 : 0],
    ];
    const group = (quality: boolean) => {
      const of = lines.filter(([q, , points]) => q === quality && points !== null);
      const weight = of.reduce((sum, [, w]) => sum + w, 0);
      const mean = of.reduce((sum, [, w, points]) => sum + w * (points ?? 0), 0) / weight;
      return { weight, mean };
    };
    const good = group(true);
    const much = group(false);
    const share = much.weight === 0 ? 1 : Math.max(0.6, good.weight / (good.weight + much.weight));
    const total =
      good.weight === 0 ? null : share * good.mean + (share === 1 ? 0 : (1 - share) * much.mean);
    const figures = { evaluation: e, satisfaction: c, resolved: r.figure, adherence: a };
    const more = { handling: h.figure, transfers: m.figure, short: s, repeats: p, 'rung-out': g };
    totals.set(who, { team, total, figures: { ...figures, ...more } });
  }
  for (const team of new Set(facts.people.map((one) => one.team))) {
    const own = [...totals.values()].filter((one) => one.team === team && one.total !== null);
    own.sort((x, y) => (y.total ?? 0) - (x.total ?? 0));
    const [best, worst] = [own.at(0), own.at(-1)];
    if (best?.total) best.total += 5;
    if (worst?.total) worst.total = Math.max(0, worst.total - 5);
  }
  return totals;
}

function tally(into: Map<string, Tally>, who: string, top: number, bottom: number): void {
  const known = into.get(who) ?? { top: 0, bottom: 0, n: 0 };
  into.set(who, { top: known.top + top, bottom: known.bottom + bottom, n: known.n + 1 });
}

function ratio(of: Tally | undefined): number | null {
  return of ? of.top / of.bottom : null;
}

function clip(points: number): number {
  return Math.min(100, Math.max(0, points));
}

/** Straight from the words of the method: each contact of mine gets the mean of all others' there. */
function mixed(
  rows: Row[],
): (who: string) => { figure: number | null; compared: number; n: number } {
  const mean = (of: Row[]) => of.reduce((sum, one) => sum + one.top, 0) / of.length;
  const site = mean(rows);
  const cells = Map.groupBy(rows, (one) => one.cell);
  const queues = Map.groupBy(rows, (one) => one.queue);
  return (who) => {
    const mine = rows.filter((one) => one.who === who);
    if (mine.length === 0) return { figure: null, compared: 0, n: 0 };
    const others = new Map<string, number>();
    const expected = mine.map((one) => {
      const known = others.get(one.cell);
      if (known !== undefined) return known;
      let like = (cells.get(one.cell) ?? []).filter((other) => other.who !== who);
      if (like.length < 20)
        like = (queues.get(one.queue) ?? []).filter((other) => other.who !== who);
      if (like.length < 20) like = rows.filter((other) => other.who !== who);
      others.set(one.cell, mean(like));
      return mean(like);
    });
    const should = expected.reduce((sum, one) => sum + one, 0) / mine.length;
    return { figure: mean(mine), compared: (site * mean(mine)) / should, n: mine.length };
  };
}

/** Contacts a week old or more, but less than a month and a week: did the caller come again? */
function repeatsOf(facts: PeriodFacts): Map<string, Tally> {
  const out = new Map<string, Tally>();
  const calls = Map.groupBy(facts.legs, (l) => `${l.callerHash}@${l.queue}`);
  for (const l of facts.legs) {
    if (!l.person || !l.callerHash) continue;
    if (l.offeredAtMs < begin - week || l.offeredAtMs >= end - week) continue;
    const again = (calls.get(`${l.callerHash}@${l.queue}`) ?? []).some(
      (n) => n !== l && n.offeredAtMs > l.offeredAtMs && n.offeredAtMs - l.offeredAtMs <= week,
    );
    tally(out, l.person, again ? 1 : 0, 1);
  }
  return out;
}
