// Instances in the form of the Curtois and Qu benchmark, made from a seed, of any size.
import { seededRandom } from '../../../../services/domain/schedule/roster/seeded-random.ts';

export interface InstanceSize {
  weeks: number;
  people: number;
  /** Kinds of shift, dealt over the parts of the day. */
  shifts: number;
  /** Lengths that occur, in minutes. */
  lengths?: readonly number[];
  seed: number;
}

/** The text of an instance: contracts, days off, wishes and cover as in the published ones. */
export function generatedInstance({ weeks, people, shifts, lengths = [480], seed }: InstanceSize) {
  const random = seededRandom(seed);
  const days = weeks * 7;
  const parts = Math.min(shifts, 4);
  const kinds = Array.from({ length: shifts }, (_, at) => {
    const part = Math.floor((at * parts) / shifts);
    const minutes = lengths[random.below(lengths.length)] ?? 480;
    return { id: `${'adpn'[part]}${at + 1}`, part, minutes };
  });
  const night = parts === 4 ? 3 : -1;
  const staff = Array.from({ length: people }, (_, at) => {
    const contract = contracts[at % contracts.length] ?? contracts[0];
    const most = kinds.map(({ part }) => {
      if (part === night) return random.next() < 0.5 ? 0 : weeks;
      return random.next() < 0.25 ? 0 : days;
    });
    if (most.every((count) => count < days)) most[0] = days;
    return { id: `P${at + 1}`, most, ...contract };
  });
  const weekly = staff.reduce((sum, { minutes }) => sum + minutes, 0);
  const mean = kinds.reduce((sum, { minutes }) => sum + minutes, 0) / shifts;
  const wantedADay = weekly / mean / 7;
  const lines: string[] = ['SECTION_HORIZON', `${days}`, '', 'SECTION_SHIFTS'];
  for (const { id, minutes, part } of kinds) {
    const barred = kinds.filter((other) => other.part < part).map((other) => other.id);
    lines.push(`${id},${minutes},${barred.join('|')}`);
  }
  lines.push('', 'SECTION_STAFF');
  for (const { id, most, minutes, row, least, rest } of staff) {
    const caps = most.map((count, at) => `${kinds[at]?.id}=${count}`).join('|');
    const limits = [
      minutes * weeks,
      (minutes - 240) * weeks,
      row,
      least,
      rest,
      Math.ceil(weeks / 2),
    ];
    lines.push(`${id},${caps},${limits.join(',')}`);
  }
  lines.push('', 'SECTION_DAYS_OFF');
  for (const { id } of staff) {
    const free = new Set(Array.from({ length: Math.ceil(weeks / 2) }, () => random.below(days)));
    lines.push([id, ...[...free].sort((a, b) => a - b)].join(','));
  }
  const asked = { ON: [] as string[], OFF: [] as string[] };
  for (const { id } of staff) {
    for (let day = random.below(5); day < days; day += 4 + random.below(9)) {
      const kind = random.next() < 0.7 ? 'ON' : 'OFF';
      const weight = 1 + random.below(3);
      const shift = kinds[random.below(shifts)]?.id;
      for (let at = day; at < Math.min(days, day + 2 + random.below(3)); at += 1) {
        asked[kind].push(`${id},${at},${shift},${weight}`);
      }
      day += 4;
    }
  }
  for (const kind of ['ON', 'OFF'] as const) {
    lines.push('', `SECTION_SHIFT_${kind}_REQUESTS`, ...asked[kind]);
  }
  lines.push('', 'SECTION_COVER');
  for (let day = 0; day < days; day += 1) {
    for (const { id, part } of kinds) {
      const usual = (wantedADay / shifts) * (part === night ? 0.7 : 1.1);
      const required = Math.max(0, Math.round(usual * (0.75 + 0.5 * random.next())));
      lines.push(`${day},${id},${required},100,1`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

const contracts = [
  { minutes: 2160, row: 5, least: 2, rest: 2 },
  { minutes: 2160, row: 5, least: 2, rest: 2 },
  { minutes: 2160, row: 6, least: 2, rest: 3 },
  { minutes: 2160, row: 5, least: 2, rest: 2 },
  { minutes: 1320, row: 5, least: 1, rest: 2 },
] as const;
