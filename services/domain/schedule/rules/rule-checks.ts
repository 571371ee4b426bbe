import { absence } from './kinds/absence.ts';
import { availability } from './kinds/availability.ts';
import { breakAfterWork } from './kinds/break-after-work.ts';
import { breakTotal } from './kinds/break-total.ts';
import { breakWindow } from './kinds/break-window.ts';
import { completeWeekends } from './kinds/complete-weekends.ts';
import { consecutiveDays } from './kinds/consecutive-days.ts';
import { consecutiveDaysOff } from './kinds/consecutive-days-off.ts';
import { consecutiveWeekends } from './kinds/consecutive-weekends.ts';
import { contractMinutes } from './kinds/contract-minutes.ts';
import { contractTemplates } from './kinds/contract-templates.ts';
import { daysOffPerWindow } from './kinds/days-off-per-window.ts';
import { daysPerWindow } from './kinds/days-per-window.ts';
import { engagement } from './kinds/engagement.ts';
import { forbiddenSuccession } from './kinds/forbidden-succession.ts';
import { forwardRotation } from './kinds/forward-rotation.ts';
import { holidaysPerWindow } from './kinds/holidays-per-window.ts';
import { minutesPerWindow } from './kinds/minutes-per-window.ts';
import { nightAverage } from './kinds/night-average.ts';
import { nightLength } from './kinds/night-length.ts';
import { noWorkBetween } from './kinds/no-work-between.ts';
import { notice } from './kinds/notice.ts';
import { onCallLimit } from './kinds/on-call-limit.ts';
import { overlap } from './kinds/overlap.ts';
import { overtime } from './kinds/overtime.ts';
import { peopleApart } from './kinds/people-apart.ts';
import { peopleTogether } from './kinds/people-together.ts';
import { pinnedKept } from './kinds/pinned-kept.ts';
import { restBetweenShifts } from './kinds/rest-between-shifts.ts';
import { shiftLength } from './kinds/shift-length.ts';
import { shiftsPerWindow } from './kinds/shifts-per-window.ts';
import { splitGap } from './kinds/split-gap.ts';
import { startSteadiness } from './kinds/start-steadiness.ts';
import { templateBreaks } from './kinds/template-breaks.ts';
import { wantedSuccession } from './kinds/wanted-succession.ts';
import { weekendsPerWindow } from './kinds/weekends-per-window.ts';
import { weeklyRest } from './kinds/weekly-rest.ts';
import { workBetweenBreaks } from './kinds/work-between-breaks.ts';
import type { CrewCheck, PersonCheck } from './rule-break.ts';

/** The check of each kind that looks at one person alone. */
export const personChecks: ReadonlyMap<string, PersonCheck> = new Map([
  ['minutes-per-window', minutesPerWindow],
  ['days-per-window', daysPerWindow],
  ['days-off-per-window', daysOffPerWindow],
  ['shifts-per-window', shiftsPerWindow],
  ['contract-minutes', contractMinutes],
  ['overtime', overtime],
  ['night-average', nightAverage],
  ['on-call-limit', onCallLimit],
  ['weekends-per-window', weekendsPerWindow],
  ['holidays-per-window', holidaysPerWindow],
  ['consecutive-days', consecutiveDays],
  ['consecutive-days-off', consecutiveDaysOff],
  ['consecutive-weekends', consecutiveWeekends],
  ['complete-weekends', completeWeekends],
  ['rest-between-shifts', restBetweenShifts],
  ['weekly-rest', weeklyRest],
  ['forbidden-succession', forbiddenSuccession],
  ['wanted-succession', wantedSuccession],
  ['forward-rotation', forwardRotation],
  ['start-steadiness', startSteadiness],
  ['shift-length', shiftLength],
  ['night-length', nightLength],
  ['no-work-between', noWorkBetween],
  ['break-after-work', breakAfterWork],
  ['break-total', breakTotal],
  ['break-window', breakWindow],
  ['work-between-breaks', workBetweenBreaks],
  ['template-breaks', templateBreaks],
  ['split-gap', splitGap],
  ['availability', availability],
  ['absence', absence],
  ['engagement', engagement],
  ['contract-templates', contractTemplates],
  ['pinned-kept', pinnedKept],
  ['notice', notice],
  ['overlap', overlap],
] satisfies [string, PersonCheck][]);

/** The check of each kind that looks at several people at once. */
export const crewChecks: ReadonlyMap<string, CrewCheck> = new Map([
  ['people-together', peopleTogether],
  ['people-apart', peopleApart],
] satisfies [string, CrewCheck][]);
