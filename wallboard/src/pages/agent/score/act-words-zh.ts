/** Words of what can be done about the own scores, in Chinese. */
import type { ActWords } from './act-words-en.ts';

/** What is counted by a measure, and what a good or a clean one is. */
const counted: Record<string, { unit: string; good?: string; clean?: string }> = {
  'evaluation-score': { unit: '份质检' },
  csat: { unit: '个客户评价' },
  'resolved-share': { unit: '个客户', good: '问题得到解决' },
  'knowledge-test': { unit: '次测试' },
  mystery: { unit: '次暗访' },
  'own-adherence': { unit: '分钟', good: '按班表在岗、毫无偏离' },
  'order-on-time': { unit: '张工单', good: '按时办结' },
  'transfer-share': { unit: '个联络', clean: '不转接' },
  'short-hang-up-share': { unit: '个联络', clean: '不匆忙挂断' },
  'repeat-share': { unit: '个联络', clean: '一次解决' },
  'released-while-ringing-share': { unit: '个来电', clean: '全部接起' },
};

/** Words of what can be done. */
export const zh: ActWords = {
  levers: {
    title: '怎样能提高得分',
    titleClosed: '当时怎样能提高得分',
    why: '各项单独计算，其余不变；收益大的在前。',
    none: '已计分的各项均为满分。',
    noTotal: '尚无总分，暂时算不出能提高多少；质量样本足够后即会显示。',
    goal: (figure) => `提高到 ${figure}`,
    goalDown: (figure) => `降到 ${figure}`,
    oneMore: (kind) =>
      kind === 'own-adherence'
        ? '再按班表在岗一小时'
        : `再有 1 ${counted[kind]?.unit ?? '项'}表现良好`,
    step: (kind, step, amount) => {
      const { unit = '项', good = '', clean = '' } = counted[kind] ?? {};
      switch (step.of) {
        case 'good':
          return `再有 ${step.count} ${unit}${good}`;
        case 'clean':
          return `再有 ${step.count} ${unit}${clean}`;
        case 'full':
          return `再有 ${step.count} ${unit}得满分`;
        case 'mark':
          return `再有 1 ${unit}达到 ${amount}`;
        case 'more':
          return `再接听 ${step.count} 个联络`;
        case 'less':
          return `平均减少 ${amount}`;
      }
    },
  },
  trend: {
    title: '我的走势',
    why: '已关账各期与本期的总分。',
    one: '目前只有一期，两期起画线。',
    none: '还没有已关账的周期。',
    period: '周期',
    change: (from, to) => `从 ${from} 到 ${to}`,
    now: '截至目前',
  },
  post: {
    title: '我的岗级',
    since: (day) => `自 ${day}`,
    none: '您目前没有岗级。',
    ladder: '岗级，自高到低',
    mine: '我',
    review: (months) => `每次评审看 ${months} 个月。`,
    reviewDue: (day) => `下次评审：${day}。`,
    up: (share, total, months) =>
      `晋升：同岗前 ${share}，平均不低于 ${total}，任满 ${months} 个月。`,
    down: (share, total) => `下调：同岗末 ${share}，且平均低于 ${total}。`,
    onFault: '本人严重差错也会下调。',
    warnFirst: '每次下调之前，上一次评审必先警示。',
    dryRun: (month) => `按现行规则试算 ${month}:`,
    dryRunLast: '按现行规则试算最近已关账的月份：',
    kinds: { up: '将晋升', down: '将下调', warned: '将被警示', stays: '保持不变' },
    moved: { up: '晋升', down: '下调', warned: '警示', stays: '不变' },
    whys: {
      'top-share': '居同岗前列',
      'last-share': '居同岗末尾',
      fault: '严重差错',
      'too-few-months': '任期未满',
      'total-too-low': '平均分未达晋升要求',
      'total-high-enough': '平均分足以保持',
      'group-too-small': '同岗人数太少',
      'no-rung': '已无更高或更低的岗级',
      'no-scores': '这几个月没有得分',
      middle: '不在前列也不在末尾',
    },
    mean: (total) => `平均 ${total}`,
    place: (place, of) => `第 ${place} 名(共 ${of} 人)`,
    warned: '上次评审已警示：下次评审可能下调一级。',
    wouldWarn: '按此数据评审将警示您；未经警示不会下调。',
    reviews: '历次评审',
    faults: '差错',
  },
  contest: {
    title: '我的申诉',
    none: '没有申诉。',
    start: '申诉',
    until: (day) => `${day} 前可申诉。`,
    over: '已过申诉期限。',
    words: '哪里不对，为什么？',
    claimed: '实际原因',
    how: '由未参与首次评分的人裁定，且看不到首次评分。',
    send: '提交申诉',
    sent: '已提交申诉。',
    takeBack: '撤回',
    takenBack: '已撤回。',
    states: {
      ...{ open: '处理中', warned: '处理中', overdue: '处理中', accepted: '成立' },
      ...{ partly: '部分成立', refused: '不成立', withdrawn: '已撤回' },
    },
    shapes: {
      ...{ open: '◷', warned: '▲', overdue: '⬣', accepted: '✓', partly: '◐' },
      ...{ refused: '×', withdrawn: '–' },
    },
    due: (day) => `${day} 前裁定。`,
    warned: '承诺的期限将到，已提醒裁定人。',
    overdue: '已超过承诺的期限，在裁定清单中排在最前。',
    nobody: '暂时无人可以裁定，需另外指定。',
    assigning: '正在确定裁定人。',
    decided: (day) => `${day} 裁定`,
    points: (before, after) => `总分 ${before} → ${after}`,
    newEvaluation: '新的质检',
    figure: (figure) => `改按 ${figure} 计`,
    minutes: (n) => `免责 ${n} 分钟`,
    of: { evaluation: '质检', line: '绩效项', adherence: '遵时' },
    causes: { customer: '联络超时', system: '系统原因', supervisor: '班长安排' },
  },
  outcomes: {
    title: '本班组申诉结果',
    titleAll: '全站申诉结果',
    small: '少于 8 人的班组只与全站合并公布。',
    none: '人数太少，公布会暴露个人。',
    lodged: '提出',
    accepted: '全部或部分成立',
    refused: '不成立',
    open: '处理中',
    inTime: '按期裁定',
    hours: (n) => `半数在 ${n} 小时内裁定`,
  },
  flag: {
    start: '对规则本身提出疑问',
    why: '不是数据错了，而是规则不合理：由质检答复，人人可见。',
    words: '规则哪里不合理？',
    send: '提交',
    sent: '已提出疑问。',
    title: '被质疑的规则',
    none: '还没有人质疑规则。',
    mine: '我提出',
    other: '同事提出',
    waiting: '尚未答复。',
    changes: '规则将修改',
    stays: '规则不变',
    about: {
      ...{ form: '质检表', question: '问题', definition: '绩效方案', measure: '指标' },
      ladder: '岗级',
    },
  },
  rounds: {
    toRate: '待我评价',
    none: '目前没有需要评价的人。',
    anonymous: '您的回答不记姓名，是否已答只留摘要。文字可能暴露身份，请不要写只有您知道的事。',
    until: (day) => `截止 ${day}`,
    open: (name) => `评价 ${name}`,
    send: '提交评价',
    sent: '谢谢。您的回答不记姓名。',
    choose: '请选择',
    comment: '补充说明(可不填)',
    results: '他人对我的评价',
    noResults: '一轮结束后公布结果。',
    hidden: (n) => `${n} 人作答：不足 5 人的组不公布，以保护作答者。`,
    raters: (n) => `${n} 人作答`,
    relations: { superior: '上级', customer: '客户', peer: '同事', subordinate: '下属' },
    mystery: '神秘顾客',
  },
  plan: {
    title: '我的计划',
    none: '本周还没有计划。',
    add: '添加',
    item: '我想做的事',
    note: '结果如何',
    summary: '本周小结',
    save: '保存',
    saved: '已保存。',
    remove: '移除',
    tick: (text) => `已完成：${text}`,
    doneOf: (done, all) => `完成 ${done} / ${all}`,
    checked: (name) => `${name} 已阅。`,
    before: '上一周',
    after: '下一周',
    unsaved: '尚未保存。',
  },
  coaching: {
    title: '辅导',
    none: '没有记录。',
    follow: (day) => `${day} 回访`,
    due: (day) => `应于 ${day} 回访`,
    done: '已完成',
    by: (name) => `记录人：${name}`,
    about: '相关质检',
  },
  praise: { title: '表扬', none: '暂无。', until: (day) => `公示至 ${day}` },
  topic: { title: '本周质量主题', none: '本周没有主题。' },
  posted: {
    title: '班组公示',
    why: '公示的全部内容，与大屏一致。不公布个人得分，更不列末位名单。',
    mine: '本班组',
    people: (n) => `${n} 人计分`,
    before: (total) => `上月 ${total}`,
    best: '最佳',
    bestOf: (month) => `${month} 公示`,
    none: '目前没有公示内容。',
    parts: { 'team-means': '班组平均', best: '最佳名单', praise: '表扬', topic: '主题' },
    whys: {
      preset: '隐私设定不公布姓名',
      setting: '本站点未选择公布',
      notice: '尚未告知员工',
      'small-groups': '少于 8 人的组不公布',
      'not-closed': '还没有已关账的月份',
      missing: '数据暂时查询不到',
    },
  },
};
