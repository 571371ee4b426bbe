/** The draw as a script that anybody can run and read, without this page and its service. */
export const drawScript = `// node draw.mjs sample.json
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
const { seed, list, rules, people, period, ...published } = JSON.parse(readFileSync(process.argv[2]));
const sha = (text) => createHash('sha256').update(text).digest('hex');
const [year, week] = period.split('-W');
const jan4 = Date.parse(\`\${year}-01-04\`);
const monday = jan4 - ((new Date(jan4).getUTCDay() + 6) % 7) * 864e5 + (week - 1) * 6048e5;
const first = week ? monday : Date.parse(\`\${period}-01\`);
const drawn = new Set();
for (const rule of rules)
  for (const { person, team, since } of people.filter((one) => !rule.team || rule.team === one.team)) {
    const isNew = since && (first - Date.parse(since)) / 864e5 < rule.newDays;
    const own = list.filter((one) => one.person === person);
    const whole = own.filter(({ kinds }) => kinds.some((kind) => rule.allOf.includes(kind)));
    const rest = own.filter((one) => !whole.includes(one)).map(({ contact }) => [sha(seed + contact), contact]);
    for (const { contact } of whole) drawn.add(contact);
    for (const [, id] of rest.sort().slice(0, isNew ? rule.perNewAgent : rule.perAgent)) drawn.add(id);
  }
const ids = list.map(({ contact }) => contact + '\\n').sort();
console.log('seed', sha(seed) === published.seedDigest, 'list', sha(ids.join('')) === published.listDigest);
const same = published.drawn.filter(({ contact }) => drawn.has(contact)).length;
console.log(list.length, 'contacts,', drawn.size, 'drawn,', same, 'of', published.drawn.length, 'as published');
`;
