import { DomainError } from '../../domain-error.ts';
import { measureKind } from '../measures/measure-kind.ts';
import { repeatDays } from '../period.ts';
import type { Definition, Measure } from '../scorecard.ts';

/** Later nobody waits for it. */
const mostCloseDays = 31;
/** Measures of a definition at most. */
const mostMeasures = 30;

/**
 * Refuses a definition that could not be scored by, or that puts quantity before quality: the
 * weights add up to 100, and those of quality reach the least share.
 */
export function checkDefinition(definition: Definition): void {
  const { definitionId, measures, minQualityWeight, bestWorstPoints } = definition;
  const refuse = (why: string): never => {
    throw new DomainError('invalid', `definition "${definitionId}": ${why}`);
  };
  if (!/^[\w-]{1,64}$/.test(definitionId)) refuse('its id must be 1 to 64 letters, digits, - or _');
  if (measures.length === 0 || measures.length > mostMeasures) {
    refuse(`it has ${measures.length} measures, but must have 1 to ${mostMeasures}`);
  }
  const ids = measures.map(({ measureId }) => measureId);
  const twice = ids.find((id, at) => id === '' || /\s/.test(id) || ids.indexOf(id) !== at);
  if (twice !== undefined) refuse(`measure "${twice}" is there twice, or its id is none`);
  for (const measure of measures) checkMeasure(measure, refuse);
  const all = weightOf(measures);
  if (Math.abs(all - 100) > 1e-9) refuse(`its weights add up to ${all}, not to 100`);
  const quality = weightOf(measures.filter(({ aspect }) => aspect === 'quality'));
  if (!(minQualityWeight >= 0 && minQualityWeight <= 100)) {
    refuse(`least weight of quality ${minQualityWeight}: 0 to 100`);
  }
  if (quality < minQualityWeight) {
    refuse(`quality weighs ${quality} of 100, but must weigh at least ${minQualityWeight}`);
  }
  if (!(bestWorstPoints >= 0 && bestWorstPoints <= 20)) {
    refuse(`points for best and worst are ${bestWorstPoints}, but must be 0 to 20`);
  }
  checkDays(definition, refuse);
}

type Refuse = (why: string) => never;

function checkMeasure(measure: Measure, refuse: Refuse): void {
  const { measureId, kind, aspect, weight, curve, points, minSample, caseMix } = measure;
  const of = `measure "${measureId}"`;
  const known = measureKind(kind);
  if (!known) return refuse(`${of}: there is no measure of kind "${kind}"`);
  if (known.aspect !== null && known.aspect !== aspect) {
    refuse(`${of} is of ${known.aspect}, not of ${aspect}`);
  }
  if (!(weight > 0)) refuse(`${of}: weight ${weight} is not above 0`);
  if (caseMix && !known.caseMix) refuse(`${of}: "${kind}" cannot be compared like with like`);
  if (!(Number.isInteger(minSample) && minSample >= 0)) refuse(`${of}: least sample ${minSample}`);
  const odd = points.find((point) => !(point.points >= 0 && point.points <= 100));
  if (odd) refuse(`${of}: ${odd.points} points at ${odd.figure} are not 0 to 100`);
  const unordered = points.find(
    ({ figure }, at) => !(figure > (points[at - 1]?.figure ?? -Infinity)),
  );
  if (unordered) refuse(`${of}: its figures do not ascend at ${unordered.figure}`);
  if (curve === 'step' ? points.length !== 1 : points.length < 2) {
    refuse(`${of}: a curve "${curve}" has ${curve === 'step' ? 'one point' : 'at least 2 points'}`);
  }
  for (const [name, number] of measure.numbers) {
    if (known.numbers[name] === undefined) refuse(`${of}: "${kind}" takes no number "${name}"`);
    const most = name === 'days' ? repeatDays : 3_600;
    if (!(number > 0 && number <= most))
      refuse(`${of}: ${name} is ${number}, not above 0 to ${most}`);
  }
}

function checkDays({ appealDays, decideDays, ...of }: Definition, refuse: Refuse): void {
  const whole = (days: number) => Number.isInteger(days) && days >= 1 && days <= 92;
  if (!whole(appealDays)) refuse(`days to contest are ${appealDays}, but must be 1 to 92`);
  if (!whole(decideDays)) refuse(`days to decide are ${decideDays}, but must be 1 to 92`);
  const days = of.closeAfterDays ?? 0;
  if (Number.isInteger(days) && days >= 0 && days <= mostCloseDays) return;
  refuse(`it is closed after ${days} days, but must be after 1 to ${mostCloseDays}, or 0`);
}

function weightOf(measures: readonly Measure[]): number {
  return measures.reduce((total, { weight }) => total + weight, 0);
}
