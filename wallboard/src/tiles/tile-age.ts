import type { Age } from '../age.ts';
import type { AgeNote } from './age-words.ts';

/** What every tile of the strip is given about its age, and the lines it has. */
export interface TileAge {
  age: Age;
  ageNote: AgeNote | null;
  notes: number;
}
