// A small site whose schedule is told act by act. Contents lie in a map, ids count up.
import { createHash } from 'node:crypto';
import type {
  Acting,
  Contents,
  Curves,
  Decided,
  LoggedAct,
} from '../../../../services/domain/schedule/acts/acting.ts';
import { applyAct } from '../../../../services/domain/schedule/acts/apply-act.ts';
import { decideAct } from '../../../../services/domain/schedule/acts/decide-act.ts';
import type { ScheduleAct } from '../../../../services/domain/schedule/schedule-act.ts';
import type {
  Employee,
  ScheduleRule,
  Shift,
  ShiftTemplate,
} from '../../../../services/domain/schedule/shift.ts';
import { shiftOfTemplate } from '../../../../services/domain/schedule/shift-of-template.ts';
import { siteCalendar } from '../../../../services/domain/schedule/site-calendar.ts';
import {
  emptySchedule,
  type SiteSchedule,
} from '../../../../services/domain/schedule/site-schedule.ts';

export const template = (
  templateId: string,
  startMinute: number,
  more: Partial<ShiftTemplate> = {},
): ShiftTemplate => ({
  templateId,
  nameEn: templateId,
  nameZh: '',
  startMinute,
  spanMinutes: 480,
  weekdays: [],
  breaks: [{ kind: 'meal', minutes: 30, earliestMinute: 180, latestMinute: 300, paid: false }],
  minWorkMinutes: 60,
  family: startMinute < 600 ? 'early' : 'late',
  groups: [],
  ...more,
});

export const employee = (person: string, more: Partial<Employee> = {}): Employee => ({
  person,
  contractId: 'full',
  groups: [{ group: 'a', priority: 1, efficiency: 1 }],
  available: [],
  post: '',
  standInFor: [],
  since: '2020-01-01',
  until: '',
  protections: [],
  team: 'red',
  ...more,
});

export const rule = (
  ruleId: string,
  kind: string,
  numbers: Record<string, number>,
): ScheduleRule => ({
  ruleId,
  kind,
  scope: 'all',
  scopeIds: [],
  numbers: new Map(Object.entries(numbers)),
  words: new Map(),
  window: '',
  hard: true,
  weight: 0,
  source: 'house rule',
  effectiveFrom: '',
  effectiveTo: '',
  preset: '',
});

/** Everything a test does to a site, and what came of it. */
export interface SiteStory {
  readonly state: SiteSchedule;
  readonly log: LoggedAct[];
  readonly zone: string;
  nowMs: number;
  contents: Contents;
  /** Decides and does an act; agents act as themselves, "planner" and "boss" steer. */
  act: (by: string, act: ScheduleAct, more?: Partial<Acting>) => Decided;
  /** Only what it would do. */
  preview: (by: string, act: ScheduleAct, more?: Partial<Acting>) => Decided;
  acting: (by: string, more?: Partial<Acting>) => Acting;
  shift: (person: string, day: string) => Shift | undefined;
  /** Publishes a template on each of these days: "p1 2026-11-09 early". */
  publish: (lines: readonly string[], required?: Curves | null) => void;
}

const rolesOf = (by: string): string[] =>
  by === 'planner' ? ['planner'] : by === 'boss' ? ['supervisor'] : ['agent'];

/** A site with rest of eleven hours and at most six days in a row as its hard rules. */
export function siteStory({
  zone = 'Asia/Shanghai',
  now = '2026-11-02T00:00:00Z',
  people = ['p1', 'p2', 'p3', 'p4'].map((id) => employee(id)),
  templates = [template('early', 420), template('late', 900)],
  leaveMinutes = new Map([['annual', 4_800]]),
  rules = [
    rule('rest', 'rest-between-shifts', { min: 660 }),
    rule('row', 'consecutive-days', { max: 6 }),
  ],
} = {}): SiteStory {
  const kept = new Map<string, readonly Shift[]>();
  const curves = new Map<string, Curves>();
  const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const contents: Contents = {
    shifts: (sha) => found(kept.get(sha), sha),
    curves: (sha) => found(curves.get(sha), sha),
    addShifts: (shifts) => {
      const sha = digestOf(JSON.stringify(shifts));
      kept.set(sha, shifts);
      return sha;
    },
    addCurves: (one) => {
      const sha = digestOf(JSON.stringify(one));
      curves.set(sha, one);
      return sha;
    },
  };
  let state = emptySchedule;
  let ids = 0;
  const log: LoggedAct[] = [];
  const calendar = siteCalendar(zone);
  const story: SiteStory = {
    get state() {
      return state;
    },
    log,
    zone,
    nowMs: Date.parse(now),
    contents,
    acting: (by, more) => {
      const first = ids;
      let given = 0;
      return {
        author: by,
        roles: rolesOf(by),
        nowMs: story.nowMs,
        zone,
        holidays: new Map(),
        rulesOfPreset: () => [],
        newId: () => {
          given += 1;
          return `id-${first}-${given}`;
        },
        secretOf: (name) => digestOf(`key ${name}`),
        digestOf,
        contents,
        required: null,
        found: null,
        ...more,
      };
    },
    preview: (by, act, more) => decideAct(state, act, story.acting(by, more), null),
    act: (by, act, more) => {
      const decided = story.preview(by, act, more);
      ids += 1;
      const logged = {
        commandId: `c${ids}`,
        author: by,
        atMs: story.nowMs,
        position: ids,
        act: decided.act,
      };
      log.push(logged);
      state = applyAct(state, logged, contents);
      return decided;
    },
    shift: (person, day) => state.published.byPerson.get(person)?.find((one) => one.day === day),
    publish: (lines, required = null) => {
      const days = lines.map((line) => line.split(' ')[1] ?? '').sort();
      const from = days[0] ?? '';
      const count = siteDays(from, days.at(-1) ?? from);
      const begun = story.act('planner', draftBegun(from, count, required ? 'f' : ''), {
        required,
      });
      const draftId = begun.act.kind === 'draft-begun' ? begun.act.draftId : '';
      const edits = lines.map((line) => {
        const [person = '', day = '', templateId = ''] = line.split(' ');
        const of = templates.find((one) => one.templateId === templateId);
        if (!of) throw new Error(`no template ${templateId}`);
        const shiftId = `${person}-${day}`;
        const named = { shiftId, person, day, origin: 'planner' as const };
        return { shiftId, before: null, after: shiftOfTemplate(of, named, calendar) };
      });
      story.act('planner', { kind: 'draft-edited', draftId, edits });
      story.act('planner', published(draftId));
    },
  };
  for (const value of [
    ...people.map((one) => ({ of: 'employee' as const, employee: one })),
    ...templates.map((one) => ({ of: 'template' as const, template: one })),
    ...rules.map((one) => ({ of: 'rule' as const, rule: one })),
    {
      of: 'contract' as const,
      contract: {
        contractId: 'full',
        nameEn: 'Full',
        nameZh: '',
        minWeekMinutes: 0,
        maxWeekMinutes: 2_400,
        templateIds: [],
        leaveMinutes,
      },
    },
  ]) {
    story.act('planner', {
      kind: 'setup-decided',
      effectiveFrom: '2020-01-01',
      removed: false,
      value,
    });
  }
  return story;
}

export function draftBegun(from: string, days: number, forecastId = '', copyOf = '') {
  return {
    kind: 'draft-begun' as const,
    draftId: '',
    name: `plan of ${from}`,
    from,
    days,
    slotMinutes: 30,
    forecastId,
    copyOf,
    content: '',
    requirement: '',
  };
}

export function published(draftId: string, inSpite = '') {
  const filled = { version: 0, content: '' };
  return { kind: 'draft-published' as const, draftId, from: '', days: 0, ...filled, inSpite };
}

/** A curve that asks for so many people of a group in every half-hour of a span. */
export function flat(group: string, required: number, fromMs: number, slots: number): Curves {
  return {
    slotMinutes: 30,
    slots: Array.from({ length: slots }, (_, at) => ({
      group,
      startMs: fromMs + at * 1_800_000,
      required,
      scheduled: 0,
    })),
  };
}

function siteDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

function found<Value>(value: Value | undefined, sha: string): Value {
  if (value === undefined) throw new Error(`no content ${sha}`);
  return value;
}
