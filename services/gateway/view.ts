import type { ServerResponse } from 'node:http';
import type {
  PostedRow,
  ServiceAge,
  Trend,
  WallFrame,
} from '../../proto/gen/floorcast/wall/v1/wall_frame.ts';
import type { Audience } from './audience.ts';
import { type Beside, openBoard, type Parts, type ViewKey } from './board.ts';
import type { Touched } from './floor.ts';
import { makeRing, type Sent } from './ring.ts';
import { isSimulated, type Sight, sourceAges } from './rows.ts';
import { openScreen, type Screen } from './screen.ts';
import type { Peak } from './totals.ts';

/** Where a view's figures come from. */
export interface ViewSource {
  sight: (audience: Audience) => Sight;
  peak: (site: string) => Peak;
  trend: (site: string) => Trend | undefined;
  posted: (site: string) => readonly PostedRow[];
  services: () => ServiceAge[];
  pageVersion: () => string;
  now: () => number;
  /** Told of every frame encoded and of the screens it went to. */
  sent: (frame: { bytes: number; screens: number }) => void;
}

/** One board of one tenant as one audience sees it. */
export interface View {
  /** Encodes what changed, once, and sends it to every screen. */
  beat: (touched: Touched, newestFactMs: number | null) => void;
  /** Adds a screen: the frames after the last it has seen if they are kept, else the whole. */
  join: (response: ServerResponse, lastEventId: string) => void;
  screens: () => number;
  close: () => void;
}

/** Half a minute at twenty frames a second. */
const ringLimits = { frames: 600, bytes: 8 * 1024 * 1024 };

/**
 * @param epoch - stands in every id: a screen that comes from another gateway,
 *   or from before its restart, gets the whole.
 */
export function openView(key: ViewKey, epoch: string, source: ViewSource): View {
  const ring = makeRing(ringLimits);
  const board = openBoard(key);
  const screens = new Set<Screen>();
  let seq = 0;
  let whole: Sent | null = null;

  const encode = (parts: Parts, flags: Flags): Sent => {
    const head = headOf(key, source, flags);
    const text = `id: ${epoch}:${seq}\nevent: frame\ndata: ${frameJson(head, parts)}\n\n`;
    return { seq, bytes: Buffer.from(text) };
  };
  const wholeFrame = (): Sent => {
    if (whole?.seq !== seq) whole = encode(board.all(), { whole: true, newestFactMs: null });
    return whole;
  };
  const catchUp = (from: number): Sent[] => ring.after(from) ?? [wholeFrame()];

  const view: View = {
    beat: (touched, newestFactMs) => {
      const beside = besideOf(key, source);
      const change = board.change(source.sight(key.audience), touched, beside);
      seq += 1;
      const sent = touched.whole ? wholeFrame() : encode(change, { whole: false, newestFactMs });
      ring.push(sent);
      for (const screen of screens) screen.send(sent);
      source.sent({ bytes: sent.bytes.length, screens: screens.size });
    },
    join: (response, lastEventId) => {
      const screen = openScreen(response, { catchUp, now: source.now });
      const [of, seen = ''] = lastEventId.split(':');
      const resumes = of === epoch && /^\d{1,15}$/.test(seen);
      for (const sent of resumes ? catchUp(Number(seen)) : [wholeFrame()]) screen.send(sent);
      screens.add(screen);
      response.once('close', () => screens.delete(screen));
    },
    screens: () => screens.size,
    close: () => {
      for (const screen of screens) screen.close();
    },
  };
  // What is known already, so that the first screen does not wait for a change.
  view.beat({ whole: true, every: true, queues: new Set(), agents: new Set() }, null);
  return view;
}

/** What stands beside the rows; only what the board shows is asked for. */
function besideOf({ board, site }: ViewKey, source: ViewSource): Beside {
  return {
    peak: source.peak(site),
    trend: board === 'team' ? undefined : source.trend(site),
    posted: board === 'queues' ? [] : source.posted(site),
  };
}

interface Flags {
  whole: boolean;
  newestFactMs: number | null;
}

type Head = Pick<
  WallFrame,
  'whole' | 'sentMs' | 'sources' | 'services' | 'simulated' | 'newestFactMs' | 'pageVersion'
>;

function headOf(key: ViewKey, source: ViewSource, { whole, newestFactMs }: Flags): Head {
  const sight = source.sight(key.audience);
  return {
    whole,
    sentMs: sight.nowMs,
    // What is posted has a proof of its own.
    sources:
      key.board === 'team'
        ? []
        : sourceAges(sight, { site: key.site, withAgents: key.board === 'floor' }),
    services: source.services(),
    simulated: isSimulated(sight),
    newestFactMs: newestFactMs ?? undefined,
    pageVersion: source.pageVersion(),
  };
}

function frameJson(
  head: Head,
  { queues, agents, agentsGone, totals, trend, sites, posted }: Parts,
): string {
  const parts = [
    JSON.stringify(head).slice(0, -1),
    `"queues":[${queues}]`,
    `"agents":[${agents}]`,
    `"agentsGone":${JSON.stringify(agentsGone)}`,
    `"sites":${sites || '[]'}`,
    `"posted":${posted || '[]'}`,
  ];
  if (totals) parts.push(`"totals":${totals}`);
  if (trend) parts.push(`"trend":${trend}`);
  return `${parts.join(',')}}`;
}
