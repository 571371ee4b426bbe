import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NatsConnection } from '@nats-io/transport-node';
import { SampleList as WireList } from '../../proto/gen/floorcast/score/v1/evaluation.ts';
import { CardsContent } from '../../proto/gen/floorcast/score/v1/scorecard.ts';
import type { Contents } from '../domain/score/acts/acting.ts';
import type { SampleList } from '../domain/score/period-facts.ts';
import type { Card } from '../domain/score/scorecard.ts';
import { openContents, shaOf } from '../lib/contents.ts';
import { eraseDecisions } from '../lib/decision-log.ts';
import { recent } from '../lib/recent.ts';
import { scoresBucket, subjects } from '../lib/subjects.ts';
import { fromWireCard, toWireCard } from './convert.ts';
import { fromWireShape, toWireShape } from './wire-shape.ts';

/** Cards of closes and lists of samples, each known by its SHA-256. */
export interface ScoreStore {
  cards: (tenant: string, sha: string) => Promise<readonly Card[]>;
  list: (tenant: string, sha: string) => Promise<SampleList>;
  /** Cards at hand for an act; what is added is put into the store by `keep`. */
  contents: (tenant: string, cards: readonly string[]) => Promise<HeldContents>;
  /** Deletes every content and every decision about scores of a tenant. */
  erase: (tenant: string) => Promise<{ decisions: number; contents: number }>;
}

/** Contents at hand, and the new ones among them. */
export interface HeldContents extends Contents {
  /** Puts what was added into the store: before the act that names it is appended. */
  keep: () => Promise<void>;
}

/** Cards repeat themselves: packed they are a tenth. */
const packed = {
  pack: promisify<Uint8Array, Uint8Array>(gzip),
  unpack: promisify<Uint8Array, Uint8Array>(gunzip),
};
/** Decoded cards in memory: some hundred megabytes with their traces. */
const rememberedCards = 20_000;

/** The bucket of contents; made when it is missing. */
export async function openStore(nats: NatsConnection): Promise<ScoreStore> {
  const bucket = await openContents(nats, scoresBucket, packed);
  const known = recent<readonly Card[]>(rememberedCards, (cards) => cards.length + 1);
  const cards = async (tenant: string, sha: string) => {
    const name = `${tenant}/${sha}`;
    return known.get(name) ?? known.put(name, readCards(await bucket.get(tenant, sha)));
  };
  return {
    cards,
    list: async (tenant, sha) =>
      fromWireShape(WireList.decode(await bucket.get(tenant, sha)).contacts),
    contents: async (tenant, wanted) => {
      const held = new Map<string, readonly Card[]>();
      for (const sha of new Set(wanted)) held.set(sha, await cards(tenant, sha));
      return heldContents(held, (bytes) => bucket.put(tenant, bytes));
    },
    erase: async (tenant) => {
      known.clear();
      const decisions = await eraseDecisions(nats, subjects.scoresOfTenant(tenant));
      return { decisions, contents: await bucket.erase(tenant) };
    },
  };
}

function heldContents(
  held: Map<string, readonly Card[]>,
  put: (bytes: Uint8Array) => Promise<string>,
): HeldContents {
  const added = new Map<string, Uint8Array>();
  const add = (bytes: Uint8Array) => {
    const sha = shaOf(bytes);
    added.set(sha, bytes);
    return sha;
  };
  return {
    cards: (sha) => {
      const cards = held.get(sha);
      if (!cards) throw new Error(`content ${sha} was not asked for`);
      return cards;
    },
    addCards: (given) => {
      const sha = add(CardsContent.encode({ cards: given.map(toWireCard) }).finish());
      held.set(sha, given);
      return sha;
    },
    addList: (list) => add(WireList.encode({ contacts: toWireShape(list) }).finish()),
    keep: async () => {
      for (const bytes of added.values()) await put(bytes);
    },
  };
}

function readCards(bytes: Uint8Array): readonly Card[] {
  return CardsContent.decode(bytes).cards.map(fromWireCard);
}
