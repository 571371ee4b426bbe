// Clock changes as the zones' own rules have them (IANA time zone database).
import t from 'tap';
import { localClock } from '../../../services/domain/time/local-clock.ts';
import { localSlots } from '../../../services/domain/time/local-slots.ts';

const dayOf = (day: string) => Date.parse(`${day}T00:00Z`) / 86_400_000;

t.test('a day of 23 hours leaves its missing hour out, one of 25 gives it twice', async (t) => {
  const paris = localClock('Europe/Paris');
  const spring = localSlots(paris, dayOf('2026-03-29'), 30).map(({ label }) => label.slice(11));
  t.equal(spring.length, 46);
  t.same(spring.slice(3, 5), ['01:30', '03:00']);
  const autumn = localSlots(paris, dayOf('2026-10-25'), 30).map(({ label }) => label.slice(11));
  t.equal(autumn.length, 50);
  t.same(autumn.slice(4, 9), ['02:00+02:00', '02:30+02:00', '02:00+01:00', '02:30+01:00', '03:00']);
});

t.test('clocks that change at midnight, by half an hour, or skip a day', async (t) => {
  const lengths = (zone: string, day: string) =>
    localSlots(localClock(zone), dayOf(day), 30).length;
  t.equal(lengths('America/Sao_Paulo', '2018-11-04'), 46, 'no 00:00');
  t.equal(lengths('Australia/Lord_Howe', '2026-04-05'), 49);
  t.equal(lengths('Pacific/Apia', '2011-12-30'), 0, 'Samoa crossed the date line');
  t.equal(lengths('Asia/Shanghai', '2026-03-29'), 48);
});

t.test('what a slot shows is read back, and slots follow each other, for years', async (t) => {
  for (const zone of ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Africa/Casablanca']) {
    const clock = localClock(zone);
    let nextMs = localSlots(clock, dayOf('2023-12-31'), 30)[0]?.startMs;
    const wrong: string[] = [];
    for (let day = dayOf('2023-12-31'); day < dayOf('2027-01-02'); day += 1) {
      for (const { index, startMs, label } of localSlots(clock, day, 30)) {
        const { day: shownDay, minute } = clock.reading(startMs);
        if (startMs !== nextMs || shownDay !== day || minute !== index * 30) wrong.push(label);
        nextMs = startMs + 1_800_000;
      }
    }
    t.same(wrong, [], zone);
  }
});

t.test('a zone that is none is refused by name', async (t) => {
  t.throws(() => localClock('Europe/Pariss'), { fault: 'invalid', message: /"Europe\/Pariss"/ });
});
