/** Words that all voices share, in both languages. */
import type { Lang } from '../../../text.ts';

const en = {
  partsLabel: 'Whose voice',
  parts: {
    surveys: 'Customers',
    rounds: '360 degrees',
    mystery: 'Mystery shopping',
    tests: 'Knowledge tests',
  },
  asOf: (at: string) => `as of ${at}`,
  notYours: 'Voices are seen by who leads quality, a team or the floor.',
  only: 'Only quality and administrators bring voices in and begin rounds.',
  unknownPerson: 'not known who served',
  unknownTeam: 'not known',
  choose: 'Choose a file or drop it here',
  formats: 'CSV: UTF-8 or GB18030, comma, semicolon or tab. It is only looked at first.',
  emptyFile: 'Empty file with the headings',
  lacking: (columns: string) =>
    `Columns are lacking: ${columns}. Their headings stand in the empty file.`,
  understood: (columns: string) => `Understood: ${columns}`,
  faulty: (n: number) => `${n} cell${n === 1 ? '' : 's'} cannot be taken; so nothing is.`,
  refused: 'The service would refuse it:',
  line: (n: number) => `Line ${n}`,
  more: (n: number) => `… and ${n} more`,
  taken: (n: number) => `${n} can be taken.`,
  nothing: 'There is nothing in it.',
  faults: {
    person: 'nobody of this site, or several',
    time: 'not a time: 2026-11-28 14:03 would be',
    grade: 'not 1 to 5',
    'yes-no': 'neither yes nor no',
    queue: 'no queue of this site',
    points: 'not points',
    most: 'not above 0, or less than the points',
    twice: 'there twice',
    missing: 'nothing is said',
    'too-many': 'more than one file may hold',
  },
};

const zh: typeof en = {
  partsLabel: '评价来源',
  parts: { surveys: '客户评价', rounds: '360度评价', mystery: '神秘客户', tests: '业务考试' },
  asOf: (at) => `截至 ${at}`,
  notYours: '评价来源仅供质检、班长与现场主管查看。',
  only: '仅质检与管理员可录入评价、发起评价活动。',
  unknownPerson: '服务人员未知',
  unknownTeam: '未知',
  choose: '选择文件或拖到此处',
  formats: 'CSV:UTF-8 或 GB18030，逗号、分号或制表符分隔。先预检，不保存。',
  emptyFile: '下载空白模板',
  lacking: (columns) => `缺少列：${columns}。列名见空白模板。`,
  understood: (columns) => `已识别：${columns}`,
  faulty: (n) => `有 ${n} 格无法导入，因此全部未导入。`,
  refused: '服务将拒绝：',
  line: (n) => `第 ${n} 行`,
  more: (n) => `……另有 ${n} 处`,
  taken: (n) => `可导入 ${n} 条。`,
  nothing: '文件中没有内容。',
  faults: {
    person: '本站点无此人，或有重名',
    time: '不是时间，应如 2026-11-28 14:03',
    grade: '应为 1 至 5',
    'yes-no': '应为“是”或“否”',
    queue: '本站点无此队列',
    points: '不是分数',
    most: '须大于 0 且不小于得分',
    twice: '重复',
    missing: '没有内容',
    'too-many': '超出单个文件上限',
  },
};

const words: Record<Lang, typeof en> = { en, zh };

/** Words that all voices share. */
export function voicesWords(lang: Lang): typeof en {
  return words[lang];
}
