// Draws a period of sampling again, from what everybody is told. Node alone; nothing of Floorcast:
//   curl -s -b jar "$api/scores/samples?site=hq&period=2026-11" | node scripts/redraw.mjs
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';

const sha = (said) => createHash('sha256').update(said).digest('hex');
const { list, people, rules, drawn, seed, ...told } = JSON.parse(await text(process.stdin));
const ids = list.map(({ contact }) => `${contact}\n`).sort();
if (sha(seed) !== told.seedDigest) throw new Error('the seed is not the one that was published');
if (sha(ids.join('')) !== told.listDigest) throw new Error('the list is not the one of the draw');
const [year, part] = [told.period.slice(0, 4), told.period.slice(5)];
const week = new Date(Date.UTC(year, 0, 4 + 7 * (part.slice(1) - 1)));
const monday = new Date(week - ((week.getUTCDay() + 6) % 7) * 86_400_000);
const from = part[0] === 'W' ? monday : new Date(`${told.period}-01T00:00:00Z`);
const again = new Set();
for (const rule of rules) {
  for (const { person, since } of people.filter(({ team }) => !rule.team || team === rule.team)) {
    const isNew = since && (from - new Date(since)) / 86_400_000 < rule.newDays;
    const own = list.filter((one) => one.person === person);
    const whole = own.filter(({ kinds }) => kinds.some((kind) => rule.allOf.includes(kind)));
    const rest = own.filter((one) => !whole.includes(one)).map(({ contact }) => contact);
    rest.sort((a, b) => (sha(seed + a) < sha(seed + b) ? -1 : 1));
    for (const { contact } of whole) again.add(contact);
    for (const one of rest.slice(0, isNew ? rule.perNewAgent : rule.perAgent)) again.add(one);
  }
}
const same = again.size === drawn.length && drawn.every(({ contact }) => again.has(contact));
console.log(same ? `${again.size} contacts are drawn again, the same` : 'the draw is another');
process.exitCode = same ? 0 : 1;
