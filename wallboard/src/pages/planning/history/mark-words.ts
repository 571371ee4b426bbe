import type { Lang } from '../../../text.ts';

const en = {
  came: 'Contacts that came',
  outlier: 'Far from usual',
  excluded: 'Not learned from',
  mark: 'Mark a stretch',
  markHelp: 'Drag across the chart to choose a stretch, or set the days.',
  kind: 'What it is',
  kinds: {
    campaign: 'Campaign',
    outage: 'Outage',
    outlier: 'Outlier',
    holiday: 'Holiday',
    other: 'Other',
  } as Record<string, string>,
  treatment: 'Forecasts',
  treatments: { exclude: 'do not learn from it', model: 'learn what it does' } as Record<
    string,
    string
  >,
  name: 'Name',
  everyQueue: 'of every queue of the site',
  set: 'Mark it',
  done: 'Marked.',
  marks: 'Marks',
  none: 'None.',
  gone: 'The mark was taken away.',
  suggested: (n: number) => (n === 1 ? '1 value far from usual' : `${n} values far from usual`),
  clean: 'Leave these out',
  cleaned: (n: number) => `${n} marked: forecasts do not learn from them.`,
  nothing: 'Nothing is known of this queue then.',
  origin: (archive: number, file: number) => `From the archive ${archive}, from files ${file}.`,
  whole: 'There is history',
};

const zh: typeof en = {
  came: '实际话务量',
  outlier: '异常',
  excluded: '不参与学习',
  mark: '标记一段',
  markHelp: '在图上横向拖选，或直接设定日期。',
  kind: '类型',
  kinds: {
    campaign: '营销活动',
    outage: '故障',
    outlier: '异常值',
    holiday: '节假日',
    other: '其他',
  },
  treatment: '预测时',
  treatments: { exclude: '不学习', model: '学习其影响' },
  name: '名称',
  everyQueue: '适用于职场全部队列',
  set: '标记',
  done: '已标记。',
  marks: '标记',
  none: '无。',
  gone: '标记已移除。',
  suggested: (n) => `${n} 个值明显异常`,
  clean: '排除这些值',
  cleaned: (n) => `已标记 ${n} 个，预测不再从中学习。`,
  nothing: '该队列当时没有数据。',
  origin: (archive, file) => `来自档案 ${archive} 个，来自文件 ${file} 个。`,
  whole: '已有历史',
};

/** The words of the history step. */
export const markWords: Record<Lang, typeof en> = { en, zh };
