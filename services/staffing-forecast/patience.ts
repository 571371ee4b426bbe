import type { GetPatienceResponse } from '../../proto/gen/floorcast/staffing/v1/staffing_service.ts';
import { addDays } from '../domain/planning/local-slots.ts';
import { type PatienceSample, patienceCurve } from '../domain/staffing/patience.ts';
import {
  fitExponentialPatience,
  fitPatienceHazard,
  type PatienceHazard,
} from '../domain/staffing/patience-fit.ts';
import { recent } from '../lib/recent.ts';
import type { Archive } from './archive.ts';
import { localDayOf, splitQueue } from './planned-queues.ts';

/** What the log of the last 60 days says of a queue's callers; null = nothing. */
export interface MeasuredCallers {
  /** Mean patience by the exponential fit; null = nobody hung up. */
  meanS: number | null;
  /** Patience of any shape. */
  hazard: PatienceHazard | null;
  /** Share of all contacts that hung up. */
  lost: number | null;
}

/** How long callers wait before they leave, out of the archive. */
export interface Patience {
  /** Read once in ten minutes. */
  callers: (tenant: string, queue: string) => Promise<MeasuredCallers>;
  /** Their mean patience alone. */
  meanS: (tenant: string, queue: string) => Promise<number | null>;
  /** With its curve, over local days; empty = the last 60. */
  fit: (of: {
    tenant: string;
    queue: string;
    from: string;
    to: string;
  }) => Promise<GetPatienceResponse>;
}

const lookBackDays = 60;
/** A mean patience moves slowly, and what-ifs ask for it with every drag. */
const rememberedMs = 10 * 60_000;
const maxPoints = 200;

/** Reads and fits; what was fitted lately is not fitted again. */
export function openPatience(deps: {
  archive: Archive;
  zoneOf: (tenant: string, site: string) => string;
  now: () => number;
}): Patience {
  const { archive, zoneOf, now } = deps;
  const known = recent<{ atMs: number; callers: MeasuredCallers }>(10_000);
  const waits = async ({ tenant, queue, from, to }: Parameters<Patience['fit']>[0]) => {
    const { site, name } = splitQueue(queue);
    const zone = zoneOf(tenant, site);
    const last = to || localDayOf(now(), zone);
    const first = from || addDays(last, -lookBackDays);
    const startOf = (day: string) =>
      Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
    const range = { fromMs: startOf(first), toMs: startOf(addDays(last, 1)) };
    const { waitMs, abandoned } = await archive.waits({ tenant, site, queue: name, ...range });
    const samples = waitMs.map((ms, i) => ({ waitS: ms / 1000, abandoned: abandoned[i] === true }));
    return { samples, from: first, to: last };
  };
  const callers: Patience['callers'] = async (tenant, queue) => {
    const key = `${tenant} ${queue}`;
    const before = known.get(key);
    if (before && now() - before.atMs < rememberedMs) return before.callers;
    const { samples } = await waits({ tenant, queue, from: '', to: '' });
    const hungUp = samples.filter(({ abandoned }) => abandoned).length;
    const measured: MeasuredCallers = {
      meanS: fitExponentialPatience(samples).meanS,
      hazard: fitPatienceHazard(samples),
      lost: samples.length === 0 ? null : hungUp / samples.length,
    };
    return known.put(key, { atMs: now(), callers: measured }).callers;
  };
  return {
    callers,
    meanS: async (tenant, queue) => (await callers(tenant, queue)).meanS,
    fit: async (of) => {
      const { samples, from, to } = await waits(of);
      return { ...fitted(samples), from, to };
    },
  };
}

type Fitted = Omit<GetPatienceResponse, 'from' | 'to'>;

/** Who was answered would have waited longer still; the domain reads such waits. */
function fitted(samples: readonly PatienceSample[]): Fitted {
  const { points } = patienceCurve(samples);
  const curve = points.map(({ atS, waiting }) => ({ afterS: atS, share: waiting }));
  const { meanS } = fitExponentialPatience(samples);
  return {
    contacts: samples.length,
    abandoned: samples.filter(({ abandoned }) => abandoned).length,
    // Someone who hangs up at once lowers the very first point.
    curve: thinned(curve[0]?.afterS === 0 ? curve : [{ afterS: 0, share: 1 }, ...curve]),
    meanS: meanS ?? undefined,
    medianS: curve.find(({ share }) => share <= 0.5)?.afterS,
  };
}

function thinned<P>(points: readonly P[]): P[] {
  const step = Math.ceil(points.length / maxPoints);
  return points.filter((_, i) => i % step === 0 || i === points.length - 1);
}
