/** The gateway's interface as the pages use it. */
import type { Lang } from '../text.ts';

/** A name in both languages. */
export interface Named {
  en: string;
  zh: string;
}

/** Whom this browser acts as, and whom it could. */
export interface ActingChoice {
  acting: { tenant: string; role: string; person: string; site: string };
  /** The tenant's figures come from the simulated centre. */
  simulated?: boolean;
  tenants: { id: string; name: Named }[];
  roles: string[];
  sites: { id: string; name: Named; timeZone: string }[];
  people: { id: string; name: string; site: string; team: string }[];
}

/** Services behind the figures, as the gateway hears them. */
export interface Health {
  at: string;
  ok: boolean;
  services: { service: string; ageMs: number | null; alive: boolean }[];
}

/** A source or service that was not heard for so long is called silent. */
export const silentAfterMs = 10_000;

/** Queues and sources now, as far as the pages look at them. */
export interface LiveQueues {
  simulated: boolean;
  queues: { key: string; site: string; name: Named; waiting: number }[];
  sources: { site: string; source: string; ageMs: number | null; gapReason: string | null }[];
}

/** One setting, as in the directory document. */
export interface SettingDocument {
  kind: string;
  id: string;
  effectiveFrom: string;
  value: Record<string, unknown> | null;
}

/** What the gateway refused, with its own sentence. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** Asks the gateway; a refusal becomes an error with the gateway's own sentence. */
export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(path, {
    ...init,
    headers: init.body ? { 'content-type': 'application/json' } : {},
    signal: AbortSignal.timeout(120_000),
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as Answer;
  const sentence = sentenceOf(answer) || `${response.status} ${response.statusText}`;
  throw new Refused(response.status, sentence);
}

/** Sends a body. */
export function send<Answer>(method: 'PUT' | 'POST', path: string, body: unknown): Promise<Answer> {
  return ask<Answer>(path, { method, body: JSON.stringify(body) });
}

/** The words of whatever went wrong. */
export function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A name, whichever of its languages it has. */
export function named(name: Named | undefined, id: string, lang: Lang): string {
  return (lang === 'zh' ? name?.zh : '') || name?.en || id;
}

function sentenceOf(answer: unknown): string {
  if (answer === null || typeof answer !== 'object') return '';
  const { message, error, detail } = answer as Record<string, unknown>;
  const found = [message, detail, error].find((each) => typeof each === 'string');
  if (found !== undefined) return String(found);
  return error !== null && typeof error === 'object' ? sentenceOf(error) : '';
}
