/** What a contest is about, in words. */
import type { Lang } from '../../../text.ts';
import { moment } from '../../parts/figure-words.ts';
import { periodName } from '../period.ts';
import { inWords, type Quality } from '../quality.svelte.ts';
import type { Appeal, MeasureKind } from '../quality-api.ts';
import { lineOf, minutesOf } from './appeals-view.ts';
import { appealsWords } from './appeals-words.ts';

/** The form and the contact, the line and its period, or the minutes. */
export function targetIn(appeal: Appeal, quality: Quality, lang: Lang): string {
  const own = appealsWords(lang);
  switch (appeal.of) {
    case 'evaluation': {
      const { formId, formVersion, contactAt, queue } = appeal;
      const form = quality.form(formId, formVersion);
      const name = form ? inWords(form.nameEn, form.nameZh, lang) : formId;
      const known = [
        name && own.formOf(name, formVersion),
        queue && quality.queueName(queue, lang),
      ];
      const when = contactAt ? moment(contactAt, quality.zone, lang) : '';
      return [...known, when].filter(Boolean).join(' · ');
    }
    case 'line': {
      const { period, measureId } = lineOf(appeal.target);
      return own.lineOf(measureName(measureId, quality, lang), periodName(period, lang));
    }
    default: {
      const { day, fromClock, toClock, minutes } = minutesOf(appeal.target);
      return own.minutesOf(day, fromClock, toClock, minutes);
    }
  }
}

/** The kind of a measure that a definition has, now or before. */
export function measureKind(measureId: string, quality: Quality): MeasureKind | undefined {
  const measures = (quality.setup?.definitions ?? []).flatMap((one) => one.measures);
  const kind = measures.find((one) => one.measureId === measureId)?.kind;
  return quality.setup?.measures.find((one) => one.kind === kind);
}

function measureName(measureId: string, quality: Quality, lang: Lang): string {
  const kind = measureKind(measureId, quality);
  return kind && kind.kind !== 'outside' ? inWords(kind.nameEn, kind.nameZh, lang) : measureId;
}
