import { DomainError } from '../../domain-error.ts';
import type { Measure } from '../scorecard.ts';
import { conformanceItems, ownAdherenceItems } from './adherence-items.ts';
import {
  answeredItems,
  handlingItems,
  repeatItems,
  rungOutItems,
  shortHangUpItems,
  transferItems,
} from './contact-items.ts';
import type { ItemsByPerson, Seen } from './measure-item.ts';
import { measureKind } from './measure-kind.ts';
import {
  evaluationItems,
  mysteryItems,
  orderItems,
  outsideItems,
  roundItems,
  surveyItems,
  testItems,
} from './voice-items.ts';

/** What a measure counts of everybody in a period. */
export function itemsOfMeasure(measure: Measure, seen: Seen): ItemsByPerson {
  switch (measure.kind) {
    case 'evaluation-score':
      return evaluationItems(seen);
    case 'csat':
      return surveyItems(seen, 'satisfaction');
    case 'resolved-share':
      return surveyItems(seen, 'resolved');
    case 'knowledge-test':
      return testItems(seen);
    case 'round-360':
      return roundItems(seen);
    case 'mystery':
      return mysteryItems(seen);
    case 'own-adherence':
      return ownAdherenceItems(seen);
    case 'conformance':
      return conformanceItems(seen);
    case 'answered':
      return answeredItems(seen);
    case 'aht':
      return handlingItems(seen);
    case 'transfer-share':
      return transferItems(seen);
    case 'short-hang-up-share':
      return shortHangUpItems(seen, numberOf(measure, 'shortS'));
    case 'repeat-share':
      return repeatItems(seen, numberOf(measure, 'days'));
    case 'released-while-ringing-share':
      return rungOutItems(seen, numberOf(measure, 'leastRingS'));
    case 'order-on-time':
      return orderItems(seen);
    case 'outside':
      return outsideItems(seen, measure.measureId);
    default:
      throw new DomainError('not-found', `there is no measure of kind "${measure.kind}"`);
  }
}

function numberOf({ kind, numbers }: Measure, name: string): number {
  return numbers.get(name) ?? measureKind(kind)?.numbers[name] ?? 0;
}
