import { DomainError } from '../domain-error.ts';
import type { PatienceHazard } from './patience-fit.ts';
import { gaussLegendre, sag } from './patient-wait.ts';

/** One piece of a patience with constant hazard, and what has summed up before it. */
interface Piece {
  fromS: number;
  toS: number;
  hazard: number;
  /** Summed hazard at `fromS`, and the shares that still wait and have hung up there. */
  summed: number;
  kept: number;
  lost: number;
  /** Integral of P(patience <= x) up to `fromS`, seconds. */
  lostS: number;
}

/** The offered wait of a queue with measured patience, its density e^phi up to a factor. */
export interface MeasuredWait {
  pieces: readonly Piece[];
  /** Contacts a second. */
  arrival: number;
  /** Contacts a second that all agents together can take. */
  service: number;
  /** Where phi is highest. */
  modeS: number;
  /** phi there; every integral is to be multiplied by e^top. */
  top: number;
}

/** Integrals over the offered wait x, all of positive integrands. */
export interface MeasuredIntegrals {
  all: number;
  abandoned: number;
  answered: number;
  /** Of the wait of all: who hangs up waits no longer than his patience. */
  waited: number;
  /** Of the wait of the answered. */
  answeredWait: number;
}

const mostPieces = 1_000;
/** A mass e^-45 times the peak's is below half a unit in the last place. */
const cutoff = 45;
const panelDrop = 8;
/** Where phi changes by less than this over a panel, eight nodes are as exact as sixteen. */
const gentle = 1.5;
const sixteen = gaussLegendre(16);
const eight = gaussLegendre(8);

/** @throws DomainError invalid when the hazard is none. */
export function measuredWait(
  patience: PatienceHazard,
  arrival: number,
  service: number,
): MeasuredWait {
  const wait = { pieces: piecesOf(patience), arrival, service, modeS: 0, top: 0 };
  const modeS = modeOf(wait);
  return { ...wait, modeS, top: phi(wait, modeS) };
}

/** phi(0) = 0 less the highest phi. */
export function scaleOf({ top }: MeasuredWait): number {
  return -top;
}

/** P(patience > atS). */
export function patienceAt({ fromS, hazardPerS, atOnce = 0 }: PatienceHazard, atS: number): number {
  let summed = 0;
  for (const [piece, start] of fromS.entries()) {
    if (start >= atS) break;
    summed += (hazardPerS[piece] ?? 0) * (Math.min(atS, fromS[piece + 1] ?? atS) - start);
  }
  return (1 - atOnce) * Math.exp(-summed);
}

/** The integrals from one offered wait to another, outward from the range's highest point. */
export function integralsBetween(wait: MeasuredWait, from: number, to: number): MeasuredIntegrals {
  const sums = { all: 0, abandoned: 0, answered: 0, waited: 0, answeredWait: 0 };
  const peakS = Math.min(Math.max(wait.modeS, from), to);
  const least = phi(wait, peakS) - wait.top - cutoff;
  for (let atS = peakS; atS < to; ) {
    const piece = pieceAt(wait, atS, 1);
    const end = Math.min(to, piece.toS, atS + panelAt(wait, piece, atS, 1));
    addPanel(sums, wait, piece, atS, end);
    if (phi(wait, end) - wait.top < least) break;
    atS = end;
  }
  for (let atS = peakS; atS > from; ) {
    const piece = pieceAt(wait, atS, -1);
    const start = Math.max(from, piece.fromS, atS - panelAt(wait, piece, atS, -1));
    addPanel(sums, wait, piece, start, atS);
    if (phi(wait, start) - wait.top < least) break;
    atS = start;
  }
  return sums;
}

function addPanel(
  sums: MeasuredIntegrals,
  wait: MeasuredWait,
  piece: Piece,
  from: number,
  to: number,
): void {
  const { arrival, service, top } = wait;
  const gently = Math.abs(phi(wait, to) - phi(wait, from)) < gentle;
  const { nodes, weights } = gently ? eight : sixteen;
  for (let i = 0; i < nodes.length; i += 1) {
    const atS = from + (to - from) * (nodes[i] as number);
    const summed = piece.summed + piece.hazard * (atS - piece.fromS);
    const lost = -Math.expm1(-summed);
    const kept = summed < 0.5 ? 1 - lost : Math.exp(-summed);
    const lostS = lostBy(piece, atS);
    const height = (arrival - service) * atS - arrival * lostS - top;
    const mass = (to - from) * (weights[i] as number) * Math.exp(height);
    sums.all += mass;
    sums.abandoned += mass * lost;
    sums.answered += mass * kept;
    sums.waited += mass * (atS - lostS);
    sums.answeredWait += mass * kept * atS;
  }
}

/** A length over which phi changes by no more than `panelDrop` and the hazard's sum by 1. */
function panelAt({ arrival, service }: MeasuredWait, piece: Piece, atS: number, side: 1 | -1) {
  const summed = piece.summed + piece.hazard * (atS - piece.fromS);
  const steep = Math.abs(arrival * Math.exp(-summed) - service);
  const curved = arrival * piece.hazard * Math.exp(-summed) * (side < 0 ? 3 : 1);
  const drop = (2 * panelDrop) / (steep + Math.sqrt(steep * steep + 2 * panelDrop * curved));
  // Where all have hung up, only the plain exponential tail is left.
  return summed > cutoff ? drop : Math.min(drop, 1 / piece.hazard);
}

/** phi(x) = (lambda - N mu) x - lambda * integral to x of G; concave. */
function phi(wait: MeasuredWait, atS: number): number {
  const lostS = lostBy(pieceAt(wait, atS, -1), atS);
  return (wait.arrival - wait.service) * atS - wait.arrival * lostS;
}

/** Integral of G to a wait in a piece: G at its start and what it grows by, both positive. */
function lostBy({ fromS, hazard, kept, lost, lostS }: Piece, atS: number): number {
  const length = atS - fromS;
  const grown = hazard === 0 ? 0 : (kept * sag(hazard * length)) / hazard;
  return lostS + length * lost + grown;
}

/** phi' = lambda (1 - G) - N mu falls; where it passes 0. */
function modeOf({ pieces, arrival, service }: MeasuredWait): number {
  const bearable = Math.log(arrival) - Math.log(service);
  for (const { fromS, toS, hazard, summed } of pieces) {
    if (summed >= bearable) return fromS;
    const atS = hazard === 0 ? Number.POSITIVE_INFINITY : fromS + (bearable - summed) / hazard;
    if (atS <= toS) return atS;
  }
  // Not reached: a queue in which too few ever hang up is refused before.
  return pieces.at(-1)?.fromS ?? 0;
}

/** The piece after (side 1) or before (-1) a wait. */
function pieceAt({ pieces }: MeasuredWait, atS: number, side: 1 | -1): Piece {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const end = pieces[middle]?.toS ?? 0;
    if (side === 1 ? atS < end : atS <= end) high = middle;
    else low = middle + 1;
  }
  return pieces[low] as Piece;
}

function piecesOf({ fromS, hazardPerS, atOnce = 0 }: PatienceHazard): Piece[] {
  check({ fromS, hazardPerS, atOnce });
  const pieces: Piece[] = [];
  let [summed, lostS] = [-Math.log1p(-atOnce), 0];
  for (const [index, start] of fromS.entries()) {
    const toS = fromS[index + 1] ?? Number.POSITIVE_INFINITY;
    const shares = { summed, kept: Math.exp(-summed), lost: -Math.expm1(-summed) };
    const piece = { fromS: start, toS, hazard: hazardPerS[index] ?? 0, ...shares, lostS };
    pieces.push(piece);
    if (toS === Number.POSITIVE_INFINITY) break;
    lostS = lostBy(piece, toS);
    summed += piece.hazard * (toS - start);
  }
  return pieces;
}

function check({ fromS, hazardPerS, atOnce = 0 }: PatienceHazard): void {
  const refuse = (sentence: string): never => {
    throw new DomainError('invalid', `patience: ${sentence}`);
  };
  if (fromS.length !== hazardPerS.length || fromS.length === 0 || fromS.length > mostPieces) {
    refuse(`${fromS.length} starts and ${hazardPerS.length} hazards, 1 to ${mostPieces} of each`);
  }
  if (!(atOnce >= 0 && atOnce < 1)) refuse(`atOnce ${atOnce} is not from 0 to below 1`);
  for (const [index, start] of fromS.entries()) {
    const before = fromS[index - 1];
    const rises = before === undefined ? start === 0 : start > before && Number.isFinite(start);
    if (!rises) refuse(`fromS ${start} at place ${index} does not rise from 0`);
    const hazard = hazardPerS[index] ?? Number.NaN;
    if (!(hazard >= 0 && Number.isFinite(hazard))) {
      refuse(`hazard ${hazard} at place ${index} is no rate from 0 on`);
    }
  }
}
