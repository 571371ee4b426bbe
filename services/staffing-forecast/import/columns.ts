import { DomainError } from '../../domain/domain-error.ts';
import { bareHeading } from '../../lib/cells.ts';
import { timeOfDay } from './times.ts';

/** What a column can tell. A planner's own mapping uses these words. */
export type Role =
  | 'start'
  | 'date'
  | 'time'
  | 'queue'
  | 'calls'
  | 'answered'
  | 'abandoned'
  | 'aht'
  | 'handle'
  | 'talk'
  | 'hold'
  | 'acw'
  | 'holiday';

/** Whether a time column gives one mean a contact or the sum over the interval's contacts. */
export type Reading = 'mean' | 'total' | 'undecided';

/** One column that was understood. */
export interface Column {
  role: Role;
  /** Its name as it stands in the header. */
  name: string;
  index: number;
  /** Only of aht, handle, talk, hold and acw. */
  reading?: Reading;
  /** Seconds in one unit of the column: 1, 60 ("(min)") or 0.001 ("ms"). */
  unitS?: number;
}

/** What a header line says. */
export interface Header {
  columns: readonly Column[];
  /** Columns that are intervals of the day, where a row is a whole day. */
  intervals: readonly { name: string; index: number }[];
  ignored: readonly string[];
}

/** Names by role, as normalised by `plain`; the first that is found is taken. */
const names: Record<Role, readonly string[]> = {
  start: [
    ...['start', 'starttime', 'startdatetime', 'intervalstart', 'intervalstarttime', 'datetime'],
    ...['timestamp', 'starts', 'startinterval', 'periodstart', 'slotstart', 'slot', 'period'],
    ...['begin', 'beginn', 'debut', 'inicio', 'ds', 'dateheure', 'datumuhrzeit', 'datetimestart'],
    ...[
      '开始时间',
      '开始',
      '时间段开始',
      '日期时间',
      '统计时间',
      '起始时间',
      '时段开始',
      'callstart',
    ],
  ],
  date: [
    'date',
    'day',
    'calldate',
    'datum',
    'tag',
    'jour',
    'fecha',
    '日期',
    '统计日期',
    '日',
    'data',
  ],
  time: [
    ...['time', 'interval', 'timeofday', 'timeinterval', 'intervaltime', 'halfhour', 'hour'],
    ...['uhrzeit', 'zeit', 'intervall', 'heure', 'intervalle', 'hora', 'timeslot', 'quarterhour'],
    ...['时间', '时段', '时间段', '统计时段', '小时', '区间', '间隔'],
  ],
  queue: [
    ...['queue', 'queuename', 'queueid', 'skill', 'skillname', 'skillgroup', 'splitskill', 'split'],
    ...['service', 'group', 'servicelevelgroup', 'calltype', 'contactqueue', 'vdn', 'line'],
    ...['warteschlange', 'file', 'filedattente', 'cola', 'csq', 'csqname', 'forecastgroup'],
    ...['队列', '队列名称', '技能组', '技能组名称', '技能', '业务组', '业务类型', '热线'],
  ],
  calls: [
    ...['calls', 'callsoffered', 'offered', 'offeredcalls', 'volume', 'callvolume', 'contacts'],
    ...['contactsoffered', 'offeredcontacts', 'noffered', 'inbound', 'inboundcalls', 'incoming'],
    ...['incomingcalls', 'callsreceived', 'received', 'callsin', 'arrivals', 'numberofcalls', 'y'],
    ...['totalcalls', 'callcount', 'count', 'acdcallsoffered', 'entered', 'callsentered', 'value'],
    ...['anrufe', 'angebotene', 'angeboten', 'angeboteneanrufe', 'anrufeangeboten', 'anzahl'],
    ...['appels', 'appelsrecus', 'appelspresentes', 'appelsofferts', 'llamadas', 'chamadas'],
    ...[
      '进线量',
      '呼入量',
      '来电量',
      '来话量',
      '话务量',
      '呼叫量',
      '进线',
      '呼入',
      '来电',
      '总呼入量',
    ],
    ...[
      '呼入总量',
      '进线总量',
      '人工请求量',
      '请求量',
      '排队量',
      '来电数',
      '呼入数',
      '进线数',
      '通话量',
    ],
  ],
  answered: [
    ...['answered', 'callsanswered', 'answeredcalls', 'handled', 'callshandled', 'handledcalls'],
    ...[
      'nanswered',
      'contactshandled',
      'acdcalls',
      'angenommen',
      'angenommene',
      'angenommeneanrufe',
    ],
    ...['appelstraites', 'traites', 'repondus', 'decroches', 'appelsdecroches'],
    ...['接听量', '应答量', '接通量', '接起量', '人工接听量', '接通数', '应答数', '接听数'],
  ],
  abandoned: [
    ...[
      'abandoned',
      'callsabandoned',
      'abandonedcalls',
      'abandons',
      'abandonedcontacts',
      'abncalls',
    ],
    ...['nabandoned', 'aufgelegt', 'abgebrochen', 'verloren', 'abandonnes', 'appelsabandonnes'],
    ...['放弃量', '放弃数', '呼损量', '未接量', '呼损', '放弃'],
  ],
  aht: [
    ...['aht', 'averagehandletime', 'avghandletime', 'averagehandlingtime', 'avghandlingtime'],
    ...['meanhandletime', 'ahtseconds', 'ahts', 'averagehandle', 'avghandle', 'acdaht', 'dmt'],
    ...['mittlerebearbeitungszeit', 'durchschnittlichebearbeitungszeit'],
    ...['平均处理时长', '平均处理时间', '平均处理', '平均服务时长'],
  ],
  handle: [
    ...['handletime', 'handlingtime', 'handle', 'thandle', 'handles', 'totalhandletime'],
    ...[
      'totalhandlingtime',
      'handletimetotal',
      'sumhandletime',
      'bearbeitungszeit',
      'handleseconds',
    ],
    ...['gesamtbearbeitungszeit', '处理时长', '总处理时长', '处理总时长', '处理时间', '服务时长'],
  ],
  talk: [
    ...['talktime', 'talk', 'ttalk', 'acdtime', 'gesprachszeit', 'sprechzeit', 'conversation'],
    ...['att', '通话时长', '通话时间'],
  ],
  hold: ['holdtime', 'hold', 'thold', 'haltezeit', 'attente', '保持时长', '保持时间'],
  acw: [
    ...['acw', 'acwtime', 'tacw', 'aftercallwork', 'aftercallworktime', 'wrapup', 'wrapuptime'],
    ...['wrap', 'wraptime', 'nachbearbeitung', 'nachbearbeitungszeit', 'posttraitement'],
    ...['话后时长', '话后处理时长', '整理时长', '后处理时长', '话后处理时间', '事后处理时长'],
  ],
  holiday: [
    ...['holiday', 'isholiday', 'publicholiday', 'bankholiday', 'feiertag', 'ferie', 'jourferie'],
    ...['节假日', '假日', '是否节假日', '法定节假日', '假期'],
  ],
};

const timeRoles: readonly Role[] = ['aht', 'handle', 'talk', 'hold', 'acw'];

/**
 * What the columns of a header line are, by their names in English, Chinese,
 * German or French, or by the planner's own mapping.
 *
 * @param given - role to column name, for columns whose name says nothing.
 * @returns `undefined` for a line that is no header: no time or no count in it.
 */
export function readHeader(
  cells: readonly string[],
  given: Partial<Record<Role, string>> = {},
): Header | undefined {
  const columns: Column[] = [];
  const taken = new Set<number>();
  const take = (role: Role, index: number) => {
    const name = (cells[index] ?? '').trim();
    taken.add(index);
    columns.push({ role, name, index, ...(timeRoles.includes(role) ? unitAndReading(name) : {}) });
  };
  for (const [role, name] of Object.entries(given)) {
    const index = cells.findIndex((cell) => cell.trim() === name);
    if (index >= 0) take(role as Role, index);
  }
  for (const role of Object.keys(names) as Role[]) {
    if (columns.some((column) => column.role === role)) continue;
    const index = firstNamed(cells, names[role], taken);
    if (index >= 0) take(role, index);
  }
  const intervals = cells.flatMap((cell, index) =>
    !taken.has(index) && /\d[:h时点]/.test(cell) && timeOfDay(cell) ? [{ name: cell, index }] : [],
  );
  const has = (role: Role) => columns.some((column) => column.role === role);
  const wide = intervals.length >= 4;
  if (!has('start') && !has('date') && !has('time')) return undefined;
  if (!wide && !has('calls') && !has('answered')) return undefined;
  const used = new Set([...taken, ...(wide ? intervals.map(({ index }) => index) : [])]);
  const ignored = cells.filter((cell, index) => !used.has(index) && cell.trim() !== '');
  return { columns: settled(columns), intervals: wide ? intervals : [], ignored };
}

/** Every name of a planner's own mapping must stand in the header that was found. */
export function checkMapping(header: Header, given: Partial<Record<Role, string>>): void {
  for (const [role, name] of Object.entries(given)) {
    if (!Object.hasOwn(names, role)) {
      const known = Object.keys(names).join(', ');
      throw new DomainError('invalid', `there is no column role "${role}": give one of ${known}`);
    }
    if (!header.columns.some((column) => column.role === role && column.name === name)) {
      throw new DomainError('invalid', `the file has no column "${name}" to be read as ${role}`);
    }
  }
}

/** A date beside a full start, or a time column that is the date's other half. */
function settled(columns: Column[]): Column[] {
  const has = (role: Role) => columns.some((column) => column.role === role);
  // "Date" + "Start": the start is the time of day.
  if (has('start') && has('date') && !has('time')) {
    return columns.map((column) =>
      column.role === 'start' ? { ...column, role: 'time' as const } : column,
    );
  }
  // One column holds both: "Date" or "Interval" with a full date and time in it.
  if (!has('start') && has('date') !== has('time')) {
    return columns.map((column) =>
      column.role === 'date' || column.role === 'time' ? { ...column, role: 'start' } : column,
    );
  }
  if (has('start') && has('time')) {
    return columns.filter(({ role }) => role !== (has('date') ? 'start' : 'time'));
  }
  return columns;
}

function firstNamed(
  cells: readonly string[],
  candidates: readonly string[],
  taken: ReadonlySet<number>,
): number {
  const plainCells = cells.map((cell) => plain(cell));
  for (const name of candidates) {
    const at = plainCells.findIndex((cell, index) => cell === name && !taken.has(index));
    if (at >= 0) return at;
  }
  return -1;
}

/** Mean or total, in seconds or minutes, as far as the name says. */
function unitAndReading(name: string): { reading: Reading; unitS: number } {
  const words = name.toLowerCase();
  const minutes = /\bmin(ute)?s?\b|分钟|\(m\)/.test(words.replaceAll('_', ' '));
  const milliseconds = /\b(ms|msec|milliseconds)\b|毫秒/.test(words.replaceAll('_', ' '));
  const mean = /avg|average|mean|aht|att\b|durchschnitt|mittlere|moy|平均|均/.test(words);
  const total = /total|sum|gesamt|总|合计/.test(words);
  return {
    reading: mean ? 'mean' : total ? 'total' : 'undecided',
    unitS: milliseconds ? 0.001 : minutes ? 60 : 1,
  };
}

/** A name as it is compared. */
function plain(name: string): string {
  return timeWords(bareHeading(name));
}

/** "Avg Talk Time", "Total ACW" and "talk seconds" are talk and ACW; the reading is told apart. */
function timeWords(bare: string): string {
  const core = bare
    .replace(/^(avg|average|mean|total|sumof|sum|tot|ø|平均|总)/, '')
    .replace(/(seconds|secs|sec|minutes|mins|ms|total|秒|分钟)$/, '');
  const known = [...names.talk, ...names.hold, ...names.acw, 'aht'];
  return known.includes(core) ? core : bare;
}
