/** A local day: 2026-11-28, 2026/11/28, 28.11.2026, 20261128 or 2026年11月28日; null = none. */
export function toDay(cell: string): string | null {
  const found =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?$/.exec(cell) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(cell);
  const turned = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(cell);
  const [year, month, day] = found ? found.slice(1) : turned ? turned.slice(1).reverse() : [];
  if (!year || !month || !day) return null;
  const name = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(`${name}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(name) ? name : null;
}

/** Minutes after midnight: 8:30, 08:30:00, 0830, 8：30, 次日06:00; null = no time. */
export function toMinute(cell: string): number | null {
  const next = /^(次日|第二天|翌日|\+1)\s*/.exec(cell);
  const bare = cell.slice(next?.[0].length ?? 0);
  const found = /^(\d{1,2})[:：hH](\d{2})(?::00)?$/.exec(bare) ?? /^(\d{2})(\d{2})$/.exec(bare);
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  if (hours > 48 || minutes > 59) return null;
  return hours * 60 + minutes + (next ? 1_440 : 0);
}

/** The parts of a cell with several words in it. */
export function toList(cell: string): string[] {
  return cell
    .split(/[;；|、\n]|,\s*/)
    .map((one) => one.trim())
    .filter(Boolean);
}

const weekdayNames = [
  ...['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  ...['一', '二', '三', '四', '五', '六', '日'],
];

/** Weekdays, 1 = Monday: "1,2,3", "Mon-Fri", "周一至周五"; null = not to be read. */
export function toWeekdays(cell: string): number[] | null {
  const days: number[] = [];
  for (const part of toList(cell.replaceAll(' ', ''))) {
    const [first, last] = part.split(/[-–至到]/).map(weekday);
    if (!first || last === null) return null;
    const end = last ?? first;
    for (let day = first; day <= end; day += 1) days.push(day);
  }
  return [...new Set(days)].sort();
}

function weekday(name: string): number | null {
  const bare = name
    .toLowerCase()
    .replace(/^(周|星期|礼拜)/, '')
    .replace('天', '日');
  const number = Number(bare);
  if (Number.isInteger(number) && number >= 1 && number <= 7) return number;
  const at = weekdayNames.findIndex((one) => bare.startsWith(one));
  return at < 0 ? null : (at % 7) + 1;
}
