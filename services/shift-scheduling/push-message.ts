import type { Shift } from '../domain/schedule/shift.ts';
import type { ShiftEdit } from '../domain/schedule/shift-edit.ts';

/** What a browser shows: short, without names. */
export interface PushMessage {
  title: string;
  body: string;
  /** A later message of the same tag takes the place of an earlier one. */
  tag: string;
  url: string;
}

/** Changes of shifts that begin within this time are told. */
export const toldWithinMs = 48 * 3_600_000;

/** What is told to a person of an edit; null when it is not theirs, or not soon. */
export function pushMessage(
  { shiftId, before, after }: ShiftEdit,
  of: { person: string; zone: string; language: 'zh' | 'en'; nowMs: number },
): PushMessage | null {
  const was = before?.person === of.person ? before : null;
  const is = after?.person === of.person ? after : null;
  if (![was, is].some((shift) => shift !== null && isSoon(shift, of.nowMs))) return null;
  const { title, free } = words[of.language];
  const said = (shift: Shift | null) => (shift ? spanText(shift, of.zone, of.language) : free);
  return { title, body: `${said(was)} → ${said(is)}`, tag: shiftId, url: '/me/shifts' };
}

function isSoon({ fromMs, toMs }: Shift, nowMs: number): boolean {
  return toMs > nowMs && fromMs < nowMs + toldWithinMs;
}

function spanText({ fromMs, toMs }: Shift, zone: string, language: 'zh' | 'en'): string {
  const date = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...{ timeZone: zone, month: 'short', day: 'numeric', weekday: 'short' },
  }).format(fromMs);
  const time = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hour: '2-digit', minute: '2-digit' },
  });
  return `${date} ${time.format(fromMs)}–${time.format(toMs)}`;
}

const words = {
  en: { title: 'Your shift changed', free: 'day off' },
  zh: { title: '您的班次有变动', free: '休息' },
};
