import { type Settings, settingAt } from '../domain/settings/settings.ts';

/** Who stands behind an agent's key on a source; empty where the directory does not say. */
export interface Identity {
  person: string;
  team: string;
}

/** The person and team behind "source/agent" at an instant: a phone changes hands. */
export function identityAt(settings: Settings, agentKey: string, atMs: number): Identity {
  const person = settingAt(settings, 'sourceIdentity', agentKey, atMs)?.person ?? '';
  const team = person ? (settingAt(settings, 'person', person, atMs)?.team ?? '') : '';
  return { person, team };
}
