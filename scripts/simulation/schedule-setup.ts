import type { SetupDecided } from '../../proto/gen/floorcast/schedule/v1/schedule_decision.ts';
import { ActivityKind, ShiftFamily } from '../../proto/gen/floorcast/schedule/v1/shift.ts';
import { agentsOf, type SitePlan, shifts, skillsOf } from './plan.ts';

/** Templates by the place of their shift in `plan.ts`. */
const names = [
  { templateId: 'early', nameEn: 'Early', nameZh: '早班', family: ShiftFamily.EARLY },
  { templateId: 'day', nameEn: 'Day', nameZh: '日班', family: ShiftFamily.DAY },
  { templateId: 'late', nameEn: 'Late', nameZh: '晚班', family: ShiftFamily.LATE },
  { templateId: 'night', nameEn: 'Night', nameZh: '夜班', family: ShiftFamily.NIGHT },
] as const;

/** The id of the template that begins at an hour. */
export function templateAt(fromH: number): string {
  return names[shifts.findIndex((shift) => shift.fromH === fromH)]?.templateId ?? '';
}

/** All that the simulated centre's shifts are made from, thing by thing, with an id for each. */
export function setupOf(site: SitePlan, agents: number): { id: string; set: SetupDecided }[] {
  const set = (id: string, value: SetupDecided['value']) => {
    return { id, set: { effectiveFrom: '2020-01-01', removed: false, value } };
  };
  return [
    ...shifts.map(({ fromH, toH }, at) => set(`template-${at}`, template(at, fromH, toH))),
    set('contract', {
      $case: 'contract',
      value: {
        ...{ contractId: 'full', nameEn: 'Full time', nameZh: '全职', templateIds: [] },
        ...{ minWeekMinutes: 1_800, maxWeekMinutes: 2_400 },
        leaveMinutes: { annual: 7_200, training: 2_400 },
      },
    }),
    set('rules', { $case: 'preset', value: site.timeZone === 'Asia/Shanghai' ? 'cn' : 'eu' }),
    set('notice', { $case: 'noticeDays', value: 2 }),
    ...Array.from({ length: agentsOf(site, agents) }, (_, index) =>
      set(`employee-${index}`, employee(site, index)),
    ),
  ];
}

function template(at: number, fromH: number, toH: number): SetupDecided['value'] {
  const rest = { kind: ActivityKind.BREAK, minutes: 10, paid: true };
  const named = names[at] ?? names[0];
  return {
    $case: 'template',
    value: {
      ...named,
      startMinute: fromH * 60,
      spanMinutes: (toH - fromH) * 60,
      weekdays: [],
      breaks: [
        { ...rest, earliestMinute: 105, latestMinute: 185 },
        {
          kind: ActivityKind.MEAL,
          minutes: 30,
          earliestMinute: 210,
          latestMinute: 290,
          paid: false,
        },
        { ...rest, earliestMinute: 370, latestMinute: 425 },
      ],
      minWorkMinutes: 30,
      groups: [],
    },
  };
}

function employee(site: SitePlan, index: number): SetupDecided['value'] {
  const posts = ['statistics', 'records'];
  return {
    $case: 'employee',
    value: {
      person: personOf(site, index),
      contractId: 'full',
      groups: skillsOf(site, index).map((group, at) => ({
        group,
        priority: at + 1,
        efficiency: 1,
      })),
      available: [],
      post: posts[index] ?? '',
      standInFor: index >= 2 && index < 6 ? posts.slice(index % 2, (index % 2) + 1) : [],
      since: `${2012 + (index % 12)}-0${1 + (index % 9)}-01`,
      until: '',
      protections: [],
      team: `${site.id}-a`,
    },
  };
}

/** A simulated person's id. */
export function personOf(site: SitePlan, index: number): string {
  return `p-${site.firstAgent + index}`;
}
