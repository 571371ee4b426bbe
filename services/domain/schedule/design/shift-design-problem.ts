import { DomainError } from '../../domain-error.ts';

/** A span of shifts that may be used, in slots; starts count from midnight. */
export interface ShiftKind {
  earliestStart: number;
  latestStart: number;
  minLength: number;
  maxLength: number;
  /** Starts lie this many slots apart, from the earliest; 1 unless named. */
  startEvery?: number;
  /** Lengths lie this many slots apart, from the least; 1 unless named. */
  lengthEvery?: number;
}

/**
 * Which few shifts should a centre have? Minimum shift design (Musliu, Schaerf, Slany, "Local
 * search for shift design", EJOR 2004): the curve is met as well as may be by few templates.
 *
 * The days follow one another in a circle: a shift of the last night reaches into the first day.
 */
export interface ShiftDesignProblem {
  slotMin: number;
  days: number;
  /** People wanted in each slot, day after day. Whole numbers. */
  required: readonly number[];
  kinds: readonly ShiftKind[];
  /** Cost of one minute that one person is too many. */
  overCost: number;
  /** Cost of one minute that one person is missing. */
  underCost: number;
  /** Cost of each template that is used, on however many days. */
  templateCost: number;
}

/** A shift that may stand in the plan: when it begins and how long it lasts, in slots. */
export interface ShiftTemplate {
  start: number;
  length: number;
}

const maxSlots = 2_688;
const maxTemplates = 4_000;
const maxRequired = 100_000;

/**
 * Every template that the kinds allow, each once, by start and length.
 *
 * @throws DomainError invalid, naming the value, when the problem is none.
 */
export function shiftTemplates(problem: ShiftDesignProblem): ShiftTemplate[] {
  checkProblem(problem);
  const found = new Map<number, ShiftTemplate>();
  for (const kind of problem.kinds) {
    const { earliestStart, latestStart, minLength, maxLength } = kind;
    for (let start = earliestStart; start <= latestStart; start += kind.startEvery ?? 1) {
      for (let length = minLength; length <= maxLength; length += kind.lengthEvery ?? 1) {
        found.set(start * maxSlots + length, { start, length });
        if (found.size > maxTemplates) {
          throw new DomainError('invalid', `the kinds allow more than ${maxTemplates} templates`);
        }
      }
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start || a.length - b.length);
}

/** Slots of one day. */
export function slotsADay({ slotMin }: ShiftDesignProblem): number {
  return 1_440 / slotMin;
}

function checkProblem(problem: ShiftDesignProblem): void {
  const { slotMin, days, required, kinds } = problem;
  if (!Number.isInteger(slotMin) || slotMin < 1 || 1_440 % slotMin !== 0) {
    throw new DomainError('invalid', `an interval of ${slotMin} minutes does not divide the day`);
  }
  if (!Number.isInteger(days) || days < 1) {
    throw new DomainError('invalid', `${days} is not a number of days`);
  }
  const slots = days * slotsADay(problem);
  if (slots > maxSlots) {
    throw new DomainError('invalid', `${slots} slots are more than ${maxSlots}`);
  }
  if (required.length !== slots) {
    throw new DomainError('invalid', `${required.length} values of demand for ${slots} slots`);
  }
  const odd = required.findIndex((n) => !Number.isInteger(n) || n < 0 || n > maxRequired);
  if (odd >= 0) {
    throw new DomainError(
      'invalid',
      `demand ${required[odd]} of slot ${odd} is no count of people`,
    );
  }
  for (const cost of ['overCost', 'underCost', 'templateCost'] as const) {
    if (!(problem[cost] >= 0 && problem[cost] <= 1e6)) {
      throw new DomainError('invalid', `${cost} is ${problem[cost]}, not from 0 to 1000000`);
    }
  }
  if (kinds.length === 0) throw new DomainError('invalid', 'no kind of shift is allowed');
  for (const [at, kind] of kinds.entries()) checkKind(kind, at, slotsADay(problem));
}

function checkKind(kind: ShiftKind, at: number, daySlots: number): void {
  const { earliestStart, latestStart, minLength, maxLength } = kind;
  const { startEvery = 1, lengthEvery = 1 } = kind;
  const values = [earliestStart, latestStart, minLength, maxLength, startEvery, lengthEvery];
  const where = `kind of shift ${at + 1}`;
  if (!values.every(Number.isInteger) || startEvery < 1 || lengthEvery < 1) {
    throw new DomainError('invalid', `${where} has ${values.join(', ')}: not all whole slots`);
  }
  if (earliestStart < 0 || latestStart >= daySlots || latestStart < earliestStart) {
    const span = `${earliestStart} to ${latestStart}`;
    throw new DomainError('invalid', `${where} starts in slots ${span} of a day of ${daySlots}`);
  }
  if (minLength < 1 || maxLength > daySlots || maxLength < minLength) {
    const span = `${minLength} to ${maxLength}`;
    throw new DomainError('invalid', `${where} lasts ${span} slots; a day has ${daySlots}`);
  }
}
