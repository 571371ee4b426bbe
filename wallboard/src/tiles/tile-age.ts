import type { Age } from '../age.ts';

/** What every tile of the strip is given about its age, and the lines it has. */
export interface TileAge {
  age: Age;
  ageNote: string | null;
  notes: number;
}
