import type { Field } from './read-file.ts';

/** Kinds of files that are read in. */
export type FileKind = 'people' | 'templates' | 'shifts' | 'leave';

/** What the columns of a kind of file can tell. */
export interface FileForm {
  fields: readonly Field[];
  /** Of each list one must be there. */
  needed: readonly (readonly string[])[];
}

const field = (name: string, ...headings: string[]): Field => ({ name, headings });
const person = [
  field(
    'person',
    'person',
    'personid',
    'employee',
    'employeeid',
    'agent',
    'agentid',
    'id',
    'staffid',
    '工号',
    '员工编号',
    '人员编号',
    '员工号',
    '坐席工号',
  ),
  field('name', 'name', 'employeename', 'agentname', '姓名', '员工姓名', '名字'),
];
/** The columns of each kind of file, by their headings in English and Chinese. */
export const forms: Record<FileKind, FileForm> = {
  people: {
    fields: [
      ...person,
      field('contract', 'contract', 'contractid', 'contracttype', '合同', '合同类型', '用工类型'),
      field(
        'groups',
        'groups',
        'skills',
        'skill',
        'queues',
        'skillgroups',
        '技能',
        '技能组',
        '队列',
      ),
      field('team', 'team', 'teamid', '班组', '团队', '小组'),
      field('post', 'post', 'position', 'role', '岗位', '职位'),
      field('standInFor', 'standinfor', 'standin', 'backupfor', '可顶岗', '顶岗岗位', '替岗'),
      field('since', 'since', 'hiredate', 'startdate', 'joined', '入职日期', '入职时间'),
      field('until', 'until', 'enddate', 'leavedate', '离职日期', '合同到期日'),
      field('protections', 'protections', 'protection', '特殊保护', '保护'),
    ],
    needed: [['person', 'name'], ['contract']],
  },
  templates: {
    fields: [
      field(
        'template',
        'template',
        'templateid',
        'shift',
        'shiftid',
        'code',
        '班次',
        '班次编号',
        '班次代码',
      ),
      field('nameEn', 'nameen', 'englishname', 'name', '英文名'),
      field('nameZh', 'namezh', 'chinesename', '中文名', '班次名称', '名称'),
      field('start', 'start', 'starttime', 'from', '开始', '开始时间', '上班时间'),
      field('end', 'end', 'endtime', 'to', '结束', '结束时间', '下班时间'),
      field('family', 'family', 'kind', 'type', '类型', '班次类型'),
      field('weekdays', 'weekdays', 'days', '星期', '适用日'),
      field('breaks', 'breaks', 'break', '休息', '休息安排'),
      field('groups', 'groups', 'skills', '技能组', '队列'),
    ],
    needed: [['template'], ['start'], ['end']],
  },
  shifts: {
    fields: [
      ...person,
      field('day', 'day', 'date', 'workday', '日期', '排班日期', '班次日期'),
      field('template', 'template', 'templateid', 'shift', 'shiftcode', '班次', '班次编号'),
      field('start', 'start', 'starttime', 'from', '开始', '开始时间', '上班时间'),
      field('end', 'end', 'endtime', 'to', '结束', '结束时间', '下班时间'),
      field('activities', 'activities', 'breaks', '活动', '休息安排'),
    ],
    needed: [['person', 'name'], ['day'], ['template', 'start']],
  },
  leave: {
    fields: [
      ...person,
      field('kind', 'kind', 'type', 'leavetype', '类型', '假别', '请假类型', '假期类型'),
      field('from', 'from', 'start', 'startdate', 'firstday', '开始', '开始日期', '起始日期'),
      field('to', 'to', 'end', 'enddate', 'lastday', '结束', '结束日期', '截止日期'),
    ],
    needed: [['person', 'name'], ['from']],
  },
};
