import { Evaluation } from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import { agentsOf, type SitePlan } from './plan.ts';
import { randomOf } from './random.ts';
import { personOf } from './schedule-setup.ts';
import {
  type AssessedSite,
  act,
  decidersOf,
  type Office,
  quality,
  type What,
  whatOf,
} from './score-desk.ts';
import { evaluationOf, type SeenContact } from './score-marks.ts';

const dayMs = 86_400_000;
/** Raters of one relation that a 360-degree round needs before it shows a mean. */
const raters = 5;

/** Calibrations, 360-degree rounds, mystery shoppers, a knowledge test: some over, some going on. */
export async function livePages(
  office: Office,
  of: AssessedSite,
  contacts: readonly SeenContact[],
): Promise<void> {
  const deciders = decidersOf(of.site);
  const others = contacts.filter(({ person }) => !deciders.includes(person));
  await calibrations(office, of, others);
  await rounds(office, of);
  await mystery(office, of);
  await test(office, of);
}

/** One that all have marked and that has ended, one in which somebody has still to mark. */
async function calibrations(
  office: Office,
  of: AssessedSite,
  contacts: readonly SeenContact[],
): Promise<void> {
  const { site, seed } = of;
  const markers = [quality.author, ...decidersOf(site)];
  for (const [contact, done] of [
    [contacts[0], markers.length],
    [contacts[1], 1],
  ] as const) {
    if (!contact) return;
    const closesAt = new Date(Date.now() + 3 * dayMs);
    const about = { contact: contact.contact, person: contact.person, formId: 'call' };
    const begun = await act(office, site.id, {
      id: `calibration-${done}`,
      what: whatOf('calibrationBegun', { ...about, markers, closesAt }),
      by: quality,
    });
    const calibrationId = begun.$case === 'calibrationBegun' ? begun.value.calibrationId : '';
    for (const [at, author] of markers.slice(0, done).entries()) {
      const own = evaluationOf(contact, { seed: seed + at, purpose: 'spot', site });
      const value = Evaluation.fromPartial({ ...own, purpose: 'calibration', of: calibrationId });
      const id = `calibrated-${done}-${author}`;
      const by = { author, role: 'quality' as const };
      await act(office, site.id, { id, what: whatOf('evaluated', value), by });
    }
    if (done < markers.length) continue;
    const ended = whatOf('calibrationEnded', { calibrationId });
    await act(office, site.id, { id: 'calibration-ended', what: ended, by: quality });
  }
}

/** Last quarter's round is over; in this one everybody has colleagues to rate. */
async function rounds(office: Office, of: AssessedSite): Promise<void> {
  const { site } = of;
  const people = Array.from({ length: agentsOf(site, of.agents) }, (_, at) => personOf(site, at));
  const zh = site.familyFirst;
  const begin = async (id: string, name: string, rated: readonly string[]) => {
    const ratings = rated.flatMap((person) => ratersOf(people, person));
    if (ratings.length === 0) return { roundId: '', ratings };
    const closesAt = new Date(Date.now() + 14 * dayMs);
    const what = whatOf('roundBegun', { name, formId: 'colleague', ratings, closesAt });
    const begun = await act(office, site.id, { id, what, by: quality });
    return { roundId: begun.$case === 'roundBegun' ? begun.value.roundId : '', ratings };
  };
  const last = await begin(
    'round-last',
    zh ? '上季度360度评价' : 'Last quarter',
    people.slice(0, 3),
  );
  if (last.roundId === '') return;
  for (const { person, rater } of last.ratings) {
    const answers = answersOf(of, `${person} ${rater}`, ['execution', 'cooperation']);
    const what = whatOf('roundAnswered', { roundId: last.roundId, person, answers });
    const by = { author: rater, role: 'agent' as const };
    await act(office, site.id, { id: `rated-${person}-${rater}`, what, by });
  }
  const ended = whatOf('roundEnded', { roundId: last.roundId });
  await act(office, site.id, { id: 'round-ended', what: ended, by: quality });
  await begin('round', zh ? '本季度360度评价' : 'This quarter', people);
}

function ratersOf(people: readonly string[], person: string) {
  const at = people.indexOf(person);
  const count = Math.min(raters, people.length - 1);
  return Array.from({ length: count }, (_, n) => {
    const rater = people[(at + 1 + n) % people.length] ?? '';
    return { person, rater, relation: 'peer' };
  });
}

/** Shoppers of this quarter and of the one before. */
async function mystery(office: Office, of: AssessedSite): Promise<void> {
  const { site } = of;
  const name = site.familyFirst ? '神秘客户' : 'Mystery shoppers';
  const today = Temporal.Now.plainDateISO(site.timeZone);
  for (const day of [today.subtract({ months: 3 }), today]) {
    const quarter = `${day.year}-Q${Math.ceil(day.month / 3)}`;
    const what = whatOf('mysteryBegun', { name: `${name} ${quarter}`, quarter, formId: 'call' });
    const begun = await act(office, site.id, { id: `mystery-${quarter}`, what, by: quality });
    const roundId = begun.$case === 'mysteryBegun' ? begun.value.roundId : '';
    for (let n = 0; n < 4; n += 1) {
      const visited = visitOf(of, { roundId, quarter, day: day.subtract({ days: n + 1 }), n });
      const id = `visit-${quarter}-${n}`;
      await act(office, site.id, { id, what: visited, by: quality });
    }
  }
}

function visitOf(
  of: AssessedSite,
  visit: { roundId: string; quarter: string; day: Temporal.PlainDate; n: number },
): What {
  const { site, agents } = of;
  const { roundId, quarter, day, n } = visit;
  const person = n === 0 ? '' : personOf(site, (n * 3) % agentsOf(site, agents));
  const at = new Date(
    day.toZonedDateTime({ timeZone: site.timeZone, plainTime: '10:30' }).epochMilliseconds,
  );
  const scales = answersOf(of, `${quarter} ${n}`, ['tone', 'courtesy', 'accuracy', 'whole']);
  const kept = ['greeting', 'privacy'].map((questionId) => ({ questionId, value: 1 }));
  const marker = site.familyFirst ? '第三方调查公司' : 'Agency';
  return whatOf('mysteryVisited', { roundId, person, marker, at, answers: [...scales, ...kept] });
}

function answersOf({ seed }: AssessedSite, about: string, questions: readonly string[]) {
  const random = randomOf(seed, 'answers', about);
  return questions.map((questionId) => ({
    questionId,
    value: 3 + Math.floor(random.uniform() * 3),
  }));
}

/** Everybody's paper of this month's test. */
async function test(office: Office, of: AssessedSite): Promise<void> {
  const { site, seed, agents } = of;
  const zh = site.familyFirst;
  const at = new Date(Date.now() - 2 * dayMs);
  const results = Array.from({ length: agentsOf(site, agents) }, (_, index) => {
    const person = personOf(site, index);
    const random = randomOf(seed, 'test', person);
    const paper = questions(site).map(([question, right, wrong]) => {
      const isRight = random.uniform() < 0.78;
      return {
        question,
        right,
        given: isRight ? right : wrong,
        points: isRight ? 25 : 0,
        most: 25,
      };
    });
    const points = paper.reduce((sum, item) => sum + item.points, 0);
    return { person, points, paper, at };
  });
  const name = zh ? '业务知识月考' : 'Knowledge of the month';
  const what = whatOf('testRecorded', { name, most: 100, pass: 75, results });
  await act(office, site.id, { id: 'test', what, by: quality });
}

/** A question, what is right, and what is often given instead. */
function questions({ familyFirst }: SitePlan): [string, string, string][] {
  if (familyFirst) {
    return [
      ['宽带故障的承诺修复时限', '24小时', '48小时'],
      ['停机保号每月费用', '5元', '10元'],
      ['投诉首次回复时限', '24小时', '3个工作日'],
      ['核实客户身份需要的信息', '证件号后四位与登记姓名', '来电号码'],
    ];
  }
  return [
    ['A line fault is repaired within', '24 hours', '48 hours'],
    ['A contract may be cancelled within', '14 days', '30 days'],
    ['A complaint is first answered within', '1 day', '3 days'],
    ['To identify a caller ask for', 'name and date of birth', 'the number they call from'],
  ];
}
