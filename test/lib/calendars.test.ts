import t from 'tap';
import { calendarDays, chineseYears } from '../../services/lib/calendars.ts';

const year = (calendar: string, year: number, zone = 'UTC') =>
  calendarDays({ calendar, zone, from: `${year}-01-01`, to: `${year}-12-31` });
const days = (calendar: string, of: number) =>
  year(calendar, of)
    .specialDays.filter(({ kind }) => kind === 'holiday')
    .map(({ day }) => day.slice(5));

t.test('France 2012: the eleven days of the Code du travail, article L3133-1', async (t) => {
  t.same(days('FR', 2012), [
    ...['01-01', '04-09', '05-01', '05-08', '05-17', '05-28'],
    ...['07-14', '08-15', '11-01', '11-11', '12-25'],
  ]);
});

t.test('United States 2003: the ten days of 5 U.S.C. 6103', async (t) => {
  t.same(days('US', 2003), [
    ...['01-01', '01-20', '02-17', '05-26', '07-04', '09-01', '10-13', '11-11', '11-27', '12-25'],
  ]);
});

t.test('a day in place of a holiday on a weekend has the name of the holiday', async (t) => {
  const july = year('US', 2021).specialDays.filter(({ day }) => day.startsWith('2021-07'));
  t.same(
    july.map(({ day, name }) => `${day} ${name}`),
    ['2021-07-04 Independence Day', '2021-07-05 Independence Day'],
  );
  t.match(year('US', 2021).specialDays.at(-1), { day: '2021-12-31', name: "New Year's Day" });
});

// General Office of the State Council, 国办发明电〔2024〕12号 and 〔2025〕7号.
t.test('China 2025 and 2026: days off and the weekend days worked for them', async (t) => {
  const worked = (of: number) =>
    year('CN', of)
      .specialDays.filter(({ kind }) => kind === 'working-day')
      .map(({ day }) => day.slice(5));
  t.same(worked(2025), ['01-26', '02-08', '04-27', '09-28', '10-11']);
  t.same(worked(2026), ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']);
  const spring = year('CN', 2025).specialDays.filter(
    ({ kind, name }) => kind === 'holiday' && name === '春节',
  );
  t.equal(spring.length, 8, '28 January to 4 February');
  t.equal(days('CN', 2025).filter((day) => day.startsWith('10-')).length, 8);
  t.match(chineseYears(), { first: 2_004 });
});

t.test('a year that China has not decreed has its statutory days, equally named', async (t) => {
  const { specialDays } = year('CN', 2035);
  const names = new Set(specialDays.map(({ name }) => name));
  t.same(names, new Set(['元旦', '春节', '清明', '劳动节', '端午', '国庆节', '中秋']));
  t.ok(specialDays.every(({ kind }) => kind === 'holiday'));
});

t.test('regions have their own days, and "auto" takes the country of the zone', async (t) => {
  t.ok(days('DE-BY', 2024).includes('11-01'), 'Allerheiligen');
  t.notOk(days('DE', 2024).includes('11-01'));
  t.same(days('de/by', 2024), days('DE-BY', 2024));
  t.equal(year('auto', 2024, 'Europe/Paris').code, 'FR');
  t.equal(year('auto', 2024, 'Asia/Shanghai').code, 'CN');
  t.same(year('', 2024), { code: '', specialDays: [] });
});

t.test('a calendar that is not known is refused by name', async (t) => {
  t.throws(() => year('XX', 2024), { fault: 'invalid', message: /no calendar "XX"/ });
  t.throws(() => year('DE-XY', 2024), { message: /DE has no region "XY".*BY/ });
});
