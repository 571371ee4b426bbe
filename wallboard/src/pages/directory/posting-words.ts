/** Words for duties of people and for what walls may show of scores. */
import type { Lang } from '../../text.ts';

/** Words of one language. */
export interface PostingWords {
  duties: string;
  dutyWords: Readonly<Record<string, string>>;
  objectsTo: string;
  namedFor: Readonly<Record<string, string>>;
  posted: string;
  postedParts: Readonly<Record<string, string>>;
  noticeOn: string;
  recordingUrl: string;
}

const en: PostingWords = {
  duties: 'Duties',
  dutyWords: { appeals: 'Decides contests of scores' },
  objectsTo: 'Does not want to be named on public screens as',
  namedFor: { best: 'the best', praise: 'praised' },
  posted: 'Posted of scores, where names are shown “as set”',
  postedParts: {
    'team-means': 'Team means (from 8 people on)',
    best: 'Names of the best (in teams from 8 people on)',
    praise: 'Names of the praised',
    topic: 'Quality topic of the week',
  },
  noticeOn: 'People were told on (CN: names from 7 days later on)',
  recordingUrl: 'Address of a recording, like https://recorder/{uniqueId}.wav',
};

const zh: PostingWords = {
  duties: '职责',
  dutyWords: { appeals: '复核绩效申诉' },
  objectsTo: '本人不同意在公共屏上被公布为',
  namedFor: { best: '优秀', praise: '受表扬' },
  posted: '公布的绩效内容(姓名显示为“自定”时有效)',
  postedParts: {
    'team-means': '班组平均分(满 8 人)',
    best: '优秀姓名(班组满 8 人)',
    praise: '表扬姓名',
    topic: '本周质量主题',
  },
  noticeOn: '告知员工日期(中国预设：满 7 天后才公布姓名)',
  recordingUrl: '录音地址，如 https://recorder/{uniqueId}.wav',
};

/** Words in the language of the page. */
export function postingWords(lang: Lang): PostingWords {
  return lang === 'zh' ? zh : en;
}
