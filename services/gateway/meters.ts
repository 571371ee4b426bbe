import { Counter, Histogram, type Registry } from 'prom-client';
import { addGauge } from '../lib/gauges.ts';
import type { ViewSource } from './view.ts';
import type { Walls } from './walls.ts';

/** What the gateway counts. */
export interface Meters {
  sent: ViewSource['sent'];
  beat: (tookMs: number) => void;
  /** Gauges that are read when asked for. */
  watch: (walls: Walls) => void;
}

/** The gateway's own metrics: base units, no tenants. */
export function makeMeters(registry: Registry): Meters {
  const registers = [registry];
  const encoded = new Counter({
    name: 'floorcast_frames_encoded_total',
    help: 'Frames encoded, once for all screens of a view.',
    registers,
  });
  const frames = new Counter({
    name: 'floorcast_frames_sent_total',
    help: 'Frames handed to screens.',
    registers,
  });
  const bytes = new Counter({
    name: 'floorcast_frame_sent_bytes_total',
    help: 'Bytes of frames handed to screens.',
    registers,
  });
  const beats = new Histogram({
    name: 'floorcast_beat_seconds',
    help: 'From the first change of a beat to its last frame handed over.',
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 1],
    registers,
  });
  return {
    sent: (frame) => {
      encoded.inc();
      frames.inc(frame.screens);
      bytes.inc(frame.bytes * frame.screens);
    },
    beat: (tookMs) => beats.observe(tookMs / 1000),
    watch: (walls) => {
      addGauge(registry, 'floorcast_screens', 'Screens connected.', walls.screens);
      const resyncs = 'Snapshots taken of live figures.';
      addGauge(registry, 'floorcast_live_resyncs', resyncs, walls.resyncs);
    },
  };
}
