import type { ExplainStep } from '../../proto/gen/floorcast/staffing/v1/requirement.ts';
import { redialBalance } from '../domain/staffing/redials.ts';
import { ratioNumber, totalShrinkage } from '../domain/staffing/rostered.ts';
import { toGoals } from './goals.ts';
import type { StaffedSlot } from './staff-slots.ts';

/** Goals on figures, in the order in which they are told. */
export const goalNames = [
  'serviceLevel',
  'asaS',
  'pWait',
  'occupancy',
  'blocking',
  'abandonment',
] as const;

/**
 * From volume to heads, in the order in which it was reckoned: as data, beside
 * one English sentence each. Pages put their own words.
 */
export function stepsOf(one: StaffedSlot): ExplainStep[] {
  const { rules, binding, agents } = one;
  return [
    ...loadSteps(one),
    ...carriedSteps(one),
    ...redialSteps(one),
    ...modelSteps(one),
    ...(rules.model === 'deferred' ? deadlineSteps(one) : goalSteps(one)),
    step('base', agents ?? undefined, 'agents', {
      detail: one.problem || baseDetail(one),
      words: binding ? { binding } : {},
    }),
    ...shrinkageSteps(one),
  ];
}

function loadSteps({ calls, ahtS, ownErlangs, slotS, rules }: StaffedSlot): ExplainStep[] {
  const minutes = slotS / 60;
  const { quantile, model, chatHandleS } = rules;
  const volume = quantile === null ? 'mean' : `quantile ${quantile}`;
  const source = model === 'chat' ? 'chat' : rules.ahtSource;
  const chats = chatHandleS.length;
  return [
    step('volume', calls, 'contacts', {
      detail: `${text(calls)} contacts in ${minutes} minutes, the ${volume} of the forecast`,
      inputs: { slotMinutes: minutes, ...(quantile === null ? {} : { quantile }) },
      words: { volume: quantile === null ? 'mean' : 'quantile' },
    }),
    step('aht', ahtS, 's', {
      detail:
        source === 'chat'
          ? `each takes ${text(ahtS)} s while its agent holds ${chats} chats`
          : `each handled for ${text(ahtS)} s on average, ${source}`,
      inputs: source === 'chat' ? { chats } : {},
      words: { source },
    }),
    step('load', ownErlangs, 'erlang', {
      detail: `${text(calls)} × ${text(ahtS)} s / ${slotS} s = ${text(ownErlangs)} erlang`,
      inputs: { calls, ahtS, slotS },
    }),
  ];
}

function carriedSteps({ carried, ownErlangs, erlangs, load }: StaffedSlot): ExplainStep[] {
  if (!carried) return [];
  const inHand = load?.erlangs ?? erlangs;
  const change = inHand - ownErlangs;
  const way =
    change >= 0
      ? `${text(change)} more are carried over from earlier slots`
      : `${text(-change)} of them are carried into later slots`;
  return [
    step('carried', inHand, 'erlang', {
      detail: `contacts last long: ${way}, so ${text(inHand)} are in hand on average`,
      inputs: { ownErlangs, carriedErlangs: inHand, change },
    }),
  ];
}

/** Fresh calls and those who call again, where they balance at the agents found. */
function redialSteps(one: StaffedSlot): ExplainStep[] {
  const { redials, model, load, agents, erlangs, ahtS, slotS, rules, callers, calls } = one;
  if (redials === null || !model || !load || agents === null) return [];
  const perErlang = slotS / ahtS;
  const fresh = load.erlangs * perErlang;
  const offered = erlangs * perErlang;
  const share = rules.redialShare;
  const lostAt = (perHour: number) =>
    model.lost({ erlangs: (perHour * ahtS) / 3_600, ahtS }, agents);
  const { balances } = redialBalance(
    { freshPerHour: (load.erlangs / ahtS) * 3_600, share },
    lostAt,
  );
  const lost = balances[0]?.lost ?? 0;
  const before = callers.lost ?? 0;
  return [
    step('redials', offered, 'contacts', {
      detail:
        `${text(calls)} × (1 − ${share} × ${text(before)} lost so far) = ${text(fresh)} fresh; ` +
        `${text(lost)} of ${text(offered)} are lost and ${share} of them call again: ` +
        `${text(redials)} redials`,
      inputs: { share, lostBefore: before, fresh, lost, redials, balances: balances.length },
    }),
  ];
}

function modelSteps({ rules, callers, load }: StaffedSlot): ExplainStep[] {
  const { model, chatHandleS, redialShare } = rules;
  const { patienceS, hazard } = callers;
  const patient = patienceS === null ? '' : `, mean patience ${text(patienceS)} s`;
  const details = {
    'erlang-b': 'erlang-b: who finds every agent busy is turned away',
    'erlang-c': 'erlang-c: nobody hangs up',
    'erlang-a': `erlang-a${patient}`,
    'measured-patience':
      'patience of the shape of the last 60 days: ' +
      `hazard measured in ${hazard?.fromS.length ?? 0} pieces${patient}`,
    chat: `chats, ${chatHandleS.length} at once: ${chatHandleS.map(text).join(', ')} s${patient}`,
    deferred: 'work that may wait until its deadline',
  };
  return [
    step('model', patienceS ?? undefined, patienceS === null ? '' : 's', {
      detail: details[model],
      inputs: {
        ...(patienceS === null ? {} : { patienceS }),
        ...(model === 'chat' ? { chats: chatHandleS.length } : {}),
        ...(model === 'measured-patience' && hazard ? { pieces: hazard.fromS.length } : {}),
        ...(redialShare > 0 && load ? { redialShare } : {}),
      },
      words: { model },
    }),
  ];
}

const goalWords: Record<(typeof goalNames)[number], string> = {
  serviceLevel: 'service level',
  asaS: 'average speed of answer in seconds',
  pWait: 'share that must wait',
  occupancy: 'occupancy',
  blocking: 'share turned away',
  abandonment: 'share that hangs up',
};

function goalSteps({ rules, agents, figures, binding }: StaffedSlot): ExplainStep[] {
  const goals = toGoals(rules);
  return goalNames.flatMap((name) => {
    const limit = goals[name];
    if (limit === undefined) return [];
    const found = figures?.[name === 'abandonment' ? 'pAbandon' : name] ?? undefined;
    const within =
      name === 'serviceLevel' ? ` within ${goals.withinS} s, rule ${rules.goals.rule}` : '';
    const bound = name === 'serviceLevel' ? 'at least' : 'at most';
    return [
      step('goal', found, name === 'asaS' ? 's' : 'ratio', {
        detail: `${goalWords[name]} ${bound} ${text(limit)}${within}; ${agents ?? 0} agents give ${text(found)}`,
        inputs: { limit, ...(goals.withinS === undefined ? {} : { withinS: goals.withinS }) },
        words: { goal: name, rule: rules.goals.rule, binding: String(binding === name) },
      }),
    ];
  });
}

function deadlineSteps({ rules, deferred, slotS }: StaffedSlot): ExplainStep[] {
  const withinMinutes = rules.deferred?.withinMinutes ?? 0;
  const occupancy = rules.goals.occupancy ?? 1;
  const { level = 0, waiting = 0 } = deferred ?? {};
  const waitingHours = (waiting * slotS) / 3_600;
  return [
    step('deadline', withinMinutes, 'minutes', {
      detail: `to be done within ${withinMinutes} minutes of working time`,
      inputs: { withinMinutes },
    }),
    step('level', level, 'agents', {
      detail:
        `the flattest staffing that keeps every deadline has ${text(level)} agents on work here` +
        `${occupancy === 1 ? '' : `, each busy for ${occupancy}`}; ` +
        `${text(waitingHours)} hours of work wait at the end`,
      inputs: { level, occupancy, waitingHours },
    }),
  ];
}

function baseDetail({ agents, carried, calls, deferred }: StaffedSlot): string {
  if (deferred) return `in whole agents, who make up what was rounded: ${agents}`;
  if (carried && calls === 0) return `nobody calls any more; ${agents} end what is in hand`;
  return `the fewest agents that meet every goal: ${agents}`;
}

function shrinkageSteps({ shrinkage, agents, rostered }: StaffedSlot): ExplainStep[] {
  const total = totalShrinkage(shrinkage.map(({ share }) => share));
  const value = ratioNumber(total);
  const exact = (agents ?? 0) / (1 - value);
  return [
    ...shrinkage.map(({ kind, share, window }) =>
      step('shrinkage', ratioNumber(share), 'ratio', {
        detail: `${kind}: ${share.numerator}/${share.denominator} of paid time`,
        inputs: {
          numerator: Number(share.numerator),
          denominator: Number(share.denominator),
          ...(window ? { fromMinute: window.fromMinute, toMinute: window.toMinute } : {}),
        },
        words: { kind, weekdays: window?.weekdays.join(' ') ?? '' },
      }),
    ),
    step('rostered', rostered ?? undefined, 'agents', {
      detail:
        `${agents} / (1 − ${total.numerator}/${total.denominator}) = ${text(exact)}, ` +
        `rounded up to ${rostered}`,
      inputs: {
        agents: agents ?? Number.NaN,
        shrinkage: value,
        numerator: Number(total.numerator),
        denominator: Number(total.denominator),
      },
    }),
  ];
}

function step(
  name: string,
  value: number | undefined,
  unit: string,
  of: { detail: string; inputs?: Record<string, number>; words?: Record<string, string> },
): ExplainStep {
  const { detail, inputs = {}, words = {} } = of;
  return { step: name, value, unit, detail, inputs, words };
}

function text(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : String(Number(value.toPrecision(4)));
}
