import { Gauge, type Registry } from 'prom-client';

/** A figure for operators, read whenever it is asked for; base units in its name. */
export function addGauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** How far a service has folded the log of decisions. */
export function addDecisionsPosition(registry: Registry, position: () => number): void {
  const help = 'Last position of the log of decisions that is folded in.';
  addGauge(registry, 'floorcast_decisions_position', help, position);
}
