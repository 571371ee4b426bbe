// Forms and voices in a browser over the real services: a form built, tried, changed and compared;
// customers' answers out of a file; a 360-degree round from its proposal to its results; a mystery
// round; a knowledge test down to a paper; what a lead and a planner see.
// Screenshots go where FLOORCAST_SHOTS says, for people to look at.
import t from 'tap';
import { startVoices } from './voiced-site.ts';

const { door, page, acting, actAs, shows, seen, clean, team, longName } = await startVoices(t);

t.test('a form is built from a template, tried while it changes, and saved', async (t) => {
  await page.goto(`${door}/quality/forms?site=hq&lang=en&theme=light`);
  await shows('There is no form yet.');
  await seen('forms-empty');
  await page.getByRole('link', { name: 'Call, 14 questions' }).click();
  const save = page.getByRole('button', { name: 'Save the form' });
  const preview = page.getByRole('region', { name: 'As a marker sees it' });
  const tried = (question: string, answer: string) =>
    preview.getByRole('group', { name: question }).getByRole('radio', { name: answer }).check();
  await tried('Tone and pace', '5');
  await tried('Courtesy', '3');
  await shows('So far 75');
  await tried('Personal data kept safe', 'No');
  await shows('Costs all: Personal data kept safe');
  await page.getByLabel('Pass mark of 100').fill('120');
  await shows('The pass mark is not 0 to 100.');
  t.ok(await save.isDisabled(), 'not before it is right');
  await page.getByLabel('Pass mark of 100').fill('80');
  await page.getByRole('button', { name: 'Move: Courtesy', exact: true }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  t.ok(
    await page
      .getByRole('group', { name: 'Group 1: Opening and closing' })
      .getByRole('button', { name: 'Move: Courtesy', exact: true })
      .evaluate((button) => button.matches(':focus')),
    'it went into the group before, and keeps the keyboard',
  );
  await seen('form-new');
  await page.getByRole('link', { name: 'Voices' }).click();
  await page.goBack();
  await shows('What was not saved before is here again.');
  await page
    .getByRole('group', { name: 'Group 1: Opening and closing' })
    .getByRole('button', { name: 'Move: Courtesy', exact: true })
    .waitFor();
  await save.click();
  await shows('Call quality is saved as version 1');
});

t.test('its next version tells what changed, and old versions stay', async (t) => {
  await page.getByRole('link', { name: 'Change it' }).click();
  const next = page.getByRole('button', { name: 'Save as version 2' });
  t.ok(await next.isDisabled(), 'nothing is changed yet');
  const handle = page.getByRole('button', { name: 'Move: What was said is right', exact: true });
  await handle.dragTo(page.getByRole('button', { name: 'Finds out what is wanted', exact: true }));
  await page
    .getByRole('button', { name: 'Nothing promised that cannot be kept', exact: true })
    .click();
  await page.getByLabel('No points at all').selectOption('costs the whole form');
  await page.getByRole('button', { name: 'Remove: Solved, or a next step with a date' }).click();
  const skill = page.getByRole('group', { name: 'Group 3: Skill' });
  await skill.getByRole('button', { name: '+ Add a question' }).click();
  await skill.getByLabel('Question (English)').fill('Which article was used?');
  await skill.getByLabel('Answered with').selectOption('a choice');
  await shows('An answer has no English text.');
  await skill.getByLabel('Answer (English)').first().fill('The right one');
  await skill.getByLabel('Answer (English)').last().fill('None');
  await next.click();
  await shows('Call quality is saved as version 2');
  const newest = page.locator('.item', { hasText: 'version 2' });
  for (const change of [
    'Nothing promised that cannot be kept: what a failure costs',
    'Added: Which article was used?',
    'Removed: Solved, or a next step with a date',
    'The order of questions',
  ]) {
    t.match(await newest.innerText(), change);
  }
  await page.getByRole('link', { name: 'version 1' }).click();
  await page.getByRole('group', { name: /^Solved/ }).waitFor();
  t.match(page.url(), /version=1/, 'what is looked at stands in the address');
  await page.getByRole('link', { name: 'All forms' }).click();
  await shows('nothing marked by it yet');
  for (const line of ['colleague', 'mystery']) {
    await page.goto(`${door}/quality/forms?site=hq&lang=en&theme=light&part=new&line=${line}`);
    await page.getByRole('button', { name: 'Save the form' }).click();
    await shows('is saved as version 1');
  }
});

t.test('answers of customers: a file is refused by cell, taken whole, and counted', async (t) => {
  await open('');
  await shows('Nobody answered in these days.');
  const today = new Date().toISOString().slice(0, 10);
  await page.setInputFiles('input[type=file]', csv('id,date,agent,csat\n1,then,nobody,9'));
  await shows('3 cells cannot be taken; so nothing is.');
  await shows('Line 2, csat: “9”, not 1 to 5');
  const lines = [5, 4, 1, 3, 5].map((csat, at) => `s${at},${today},${longName},${csat},yes,"a, b"`);
  await page.setInputFiles(
    'input[type=file]',
    csv(`id,date,agent,csat,resolved,words\n${lines.join('\n')}`),
  );
  await shows('5 can be taken.');
  await page.getByRole('button', { name: 'Record 5 answers' }).click();
  await shows('5 answers are recorded');
  await page.getByRole('radio', { name: '2', exact: true }).check();
  await page.getByLabel('In words').fill('Waited long');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await shows('1 answer is recorded');
  // By hand: 5 + 4 + 1 + 3 + 5 = 18 of 5; with the 2 of whom nobody knows 20 of 6.
  const table = page.getByRole('table', { name: 'By week and team' });
  t.match(await table.innerText(), /All\s+6\s+3\.33 of 6/);
  t.match(await table.innerText(), /North\s+5\s+3\.60 of 5\s+60\.0%\s+100\.0%/);
  t.match(await table.innerText(), /fewer than 5 answers: no mean/, 'one answer is no mean');
  await shows('Waited long');
  await seen('surveys');
});

t.test('a round of 360 degrees: proposed, rated, ended; few raters are not shown', async (t) => {
  await open('rounds');
  await page.getByRole('link', { name: 'Begin a round' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Autumn');
  await page.getByText('Single people of North').click();
  await page.getByRole('checkbox', { name: longName }).check();
  await page.getByRole('checkbox', { name: 'n2' }).check();
  await shows('12 ratings by 7 people; nobody has more than 2.');
  await shows('2 groups of a person and a relation will have fewer than 5 raters');
  await seen('round-begin');
  await page.getByRole('button', { name: 'Begin it' }).click();
  await shows('12 ratings are asked for.');
  const quin = await acting('quality', 'quin');
  const { rounds } = await quin.read<Rounds>('rounds?site=hq');
  const { roundId = '', ratings = [] } = rounds[0]?.begun ?? {};
  const answers = ['execution', 'service', 'cooperation', 'communication'].map((questionId) => ({
    ...{ questionId, value: 4 },
  }));
  for (const { person, rater } of ratings.filter((one) => one.relation === 'peer')) {
    const agent = await acting('agent', rater);
    if (rater === 'n7' && person === 'n2') continue;
    await agent.act({ roundAnswered: { roundId, person, answers } });
  }
  await actAs('team-lead', 'lea');
  await open('rounds');
  await page.getByRole('link', { name: `Rate ${longName} · superior` }).click();
  const send = page.getByRole('button', { name: 'Send the rating' });
  t.ok(await send.isDisabled(), 'nothing is chosen beforehand');
  await page.getByRole('group', { name: 'Execution' }).getByRole('radio', { name: '3' }).focus();
  for (const key of ['3', '4', '5', '4']) await page.keyboard.press(key);
  await seen('rate');
  await send.click();
  await shows(`${longName} is rated. Thank you.`);
  await actAs('quality', 'quin');
  await open('rounds');
  await shows('10 of 12 answered');
  await page.getByRole('button', { name: 'End it and show the results' }).click();
  await page.getByRole('button', { name: 'End it now' }).click();
  await shows('The round has ended.');
  const row = page.getByRole('row', { name: new RegExp(longName) });
  // (4 - 1) / (5 - 1) of 100.
  t.match(await row.innerText(), /1: fewer than 5, not shown\s+75 5 raters/);
  t.match(await page.getByRole('row', { name: /^n2/ }).innerText(), /4: fewer than 5, not shown/);
  await seen('round-ended');
});

t.test('mystery visits are entered by the script and compared', async (t) => {
  await open('mystery');
  await page.getByLabel('Name', { exact: true }).fill('Winter visits');
  await page.getByRole('button', { name: 'Begin it' }).click();
  await shows('Winter visits is begun');
  const { mystery } = await (await acting('quality', 'quin')).read<Rounds>('rounds?site=hq');
  const roundId = mystery[0]?.begun.roundId ?? '';
  const outsider = await acting('quality', 'quin');
  const yes = ['answered', 'disclosed', 'privacy', 'promised'].map((questionId) => ({
    questionId,
    value: 1,
  }));
  const grades = ['welcome', 'needs', 'facts'].map((questionId) => ({ questionId, value: 3 }));
  for (const at of ['10:00', '11:00', '12:00', '13:00']) {
    const visit = { roundId, marker: 'Agency', person: 'n1', answers: [...yes, ...grades] };
    await outsider.act({ mysteryVisited: { ...visit, at: `2026-01-05T${at}:00Z` } });
  }
  await page.getByLabel('Marked by').fill('Agency Oak');
  await page
    .getByRole('group', { name: /^Answered in/ })
    .getByRole('radio', { name: 'Yes' })
    .focus();
  for (const key of ['y', '3', '3', '3', 'n', 'y', 'x']) await page.keyboard.press(key);
  await shows('Costs the group: Risks and costs are told');
  await page.getByRole('button', { name: 'Record the visit' }).click();
  // 20 × 3/4 + 35 × 1/2 + 25 × 0 of 80: the last group does not apply.
  await shows('The visit is recorded: 40.6 of 100.');
  await page.getByText('Answers', { exact: true }).first().click();
  await shows('Does not apply');
  await seen('mystery-round');
  await page.getByRole('link', { name: 'All rounds' }).click();
  const table = page.getByRole('table', { name: /^Sites side by side/ });
  // Four of 77.5 and one of 40.625.
  t.match(await table.innerText(), /2026-Q\d\s+HQ\s+▲ 70\.1 ± 16\.5 · 5 visits/);
  t.match(await table.innerText(), /1 of 1/);
  await seen('mystery');
});

t.test('a test with papers: pass rate, the paper, and training for who failed', async (t) => {
  await open('tests');
  const rows = team.flatMap((person, at) => [
    `${person},What does it cost?,${at < 2 ? 0 : 10},10,38,58`,
    `${person},Who may change it?,10,10,the owner,the owner`,
  ]);
  await page.setInputFiles(
    'input[type=file]',
    csv(`person,question,points,most,given,right\n${rows.join('\n')}`),
  );
  await shows('7 can be taken.');
  await shows('Give the test a name and its points first.');
  await page.getByLabel('Name', { exact: true }).fill('Tariffs');
  await shows('5 of 7 would pass.');
  await page.getByRole('button', { name: 'Record 7 results' }).click();
  await shows('Tariffs: 7 results are recorded.');
  await shows('71.4%');
  await page.getByRole('link', { name: 'Tariffs' }).click();
  await page.getByRole('button', { name: `Paper of ${longName}` }).click();
  await shows('given: 38 · right: 58');
  await page.getByRole('button', { name: 'Note training for 2 who failed' }).click();
  await shows('2 training notes are made');
  await seen('test');
  await page.reload();
  await page.getByRole('link', { name: 'training is noted' }).nth(1).waitFor();
  const { coaching } = await (await acting('quality', 'quin')).read<{ coaching: Note[] }>(
    'notes?site=hq',
  );
  t.same(coaching.map(({ person }) => person).sort(), ['n1', 'n2']);
  t.match(coaching[0]?.text, 'Training after the test “Tariffs”: 10 of 20 points.');
});

t.test('a lead sees the own team and brings nothing in; a planner sees forms alone', async (t) => {
  await actAs('team-lead', 'lou');
  await open('');
  await shows('Nobody answered in these days.');
  t.equal(await page.locator('input[type=file]').count(), 0);
  await open('tests');
  await shows('There is no test yet.');
  await actAs('planner', 'pat');
  await open('');
  await shows('Voices are seen by who leads quality, a team or the floor.');
  await page.getByRole('link', { name: 'Forms' }).click();
  await page.getByRole('link', { name: 'Open: Call quality' }).click();
  t.equal(await page.getByRole('link', { name: 'Change it' }).count(), 0);
  await actAs('quality', 'quin');
});

t.test('every part is clean for axe and fits its screen, in both languages', async (t) => {
  const call = 'forms?open=call';
  const parts = ['forms?', call, `${call}&part=edit`, 'voices?', 'voices?part=rounds'];
  parts.push('voices?part=rounds&open=new', 'voices?part=mystery', 'voices?part=tests');
  for (const [turn, { lang, theme, ...viewport }] of [
    { width: 360, height: 780, lang: 'zh', theme: 'dark' },
    { width: 1366, height: 768, lang: 'en', theme: 'light' },
  ].entries()) {
    await page.setViewportSize(viewport);
    for (const [at, part] of parts.entries()) {
      // All on a phone, every other one on a desk.
      if (turn > 0 && at % 2 > 0) continue;
      await page.goto(`${door}/quality/${part}&site=hq&lang=${lang}&theme=${theme}`);
      await page.locator('main .card').first().waitFor();
      await page.waitForLoadState('networkidle');
      await clean(t, `${part} at ${viewport.width}`);
      await seen(`${part.replaceAll(/\W+/g, '-')}-${viewport.width}`);
    }
  }
});

interface Rounds {
  rounds: {
    begun: { roundId: string; ratings: { person: string; rater: string; relation: string }[] };
  }[];
  mystery: { begun: { roundId: string } }[];
}

interface Note {
  person: string;
  text: string;
}

async function open(part: string): Promise<void> {
  await page.goto(`${door}/quality/voices?site=hq&lang=en&theme=light${part && `&part=${part}`}`);
}

function csv(text: string) {
  return { name: 'file.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
}
