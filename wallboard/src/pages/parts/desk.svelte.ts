/** What every desk needs: whom one acts as, what is looked at, and how the last act went. */
import type { Lang } from '../../text.ts';
import { type ActingChoice, named, Refused, send, why } from '../api.ts';
import { Address, type Workspace } from './address.svelte.ts';

/** The workspace of one site for one trade: planning, schedule, quality. */
export class Desk<Step extends string, Place extends { site: string } & Texts<Place>> {
  readonly address: Address<Step, Place>;
  choice = $state.raw<ActingChoice | null>(null);
  told = $state('');
  failed = $state('');
  /** The last act came too late: somebody else decided first. */
  conflict = $state(false);

  readonly role = $derived(this.choice?.acting.role ?? '');

  constructor(pages: Workspace<Step, Place>) {
    this.address = new Address(pages);
  }

  /** Does something and says how it went; a refusal stands with the service's own sentence. */
  async attempt(work: () => Promise<string>): Promise<boolean> {
    this.clear();
    try {
      this.told = await work();
      return true;
    } catch (error) {
      this.refuse(error);
      return false;
    }
  }

  /** Sends an act, whole or only looked at; the refusal is the service's own sentence. */
  protected sendAct<Answer>(path: string, act: object, { preview = false, seen }: ActOptions) {
    const body = {
      ...(preview ? { preview } : { commandId: crypto.randomUUID() }),
      ...(seen === undefined ? {} : { seenPosition: seen }),
      act,
    };
    return send<Answer>('POST', path, body);
  }

  /** Says what was refused. */
  refuse(error: unknown): void {
    this.conflict = error instanceof Refused && error.status === 409;
    this.failed = why(error);
  }

  /** Nothing was done yet. */
  clear(): void {
    this.told = '';
    this.failed = '';
    this.conflict = false;
  }

  /** A site's name. */
  siteName(id: string, lang: Lang): string {
    return named(this.choice?.sites.find((one) => one.id === id)?.name, id, lang);
  }
}

/** How an act is asked for. */
export interface ActOptions {
  /** Only to be told what it would do. */
  preview?: boolean;
  /** Position that its maker had seen; absent = whatever stands. */
  seen?: number;
}

type Texts<Place> = { [name in keyof Place]: string };
