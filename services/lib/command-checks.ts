import { DomainError } from '../domain/domain-error.ts';

const maxCommandId = 100;

/** The id of a command, or a refusal. */
export function checkedCommandId(commandId: string): string {
  if (commandId.length >= 1 && commandId.length <= maxCommandId) return commandId;
  throw new DomainError(
    'invalid',
    `command_id has ${commandId.length} characters, but must have 1 to ${maxCommandId}`,
  );
}

/** A site's id, or a refusal. */
export function checkedSite(site: string): string {
  if (site.length >= 1 && site.length <= 64) return site;
  throw new DomainError('invalid', `site is "${site}", but must have 1 to 64 characters`);
}
