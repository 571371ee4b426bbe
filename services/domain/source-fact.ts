/** Something about a source of facts itself. Instants by the clock of the source. */
export interface SourceFact {
  about: 'source';
  factId: string;
  atMs: number;
  precisionMs: number;
  site: string;
  source: string;
  estimated: boolean;
  what:
    | { kind: 'heartbeat'; cadenceMs: number; disagreements: number }
    | { kind: 'gap'; provenUntilMs: number | null; why: string }
    | { kind: 'resync'; estimatedEnds: number; disagreements: number };
}
