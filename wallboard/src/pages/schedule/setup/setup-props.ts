import type { Lang } from '../../../text.ts';
import type { Scheduling } from '../schedule.svelte.ts';
import type { SetupValue } from '../schedule-api.ts';

/** What every part of the setup is given. */
export interface SetupProps {
  scheduling: Scheduling;
  lang: Lang;
  decide: (value: SetupValue, effectiveFrom: string, removed?: boolean) => Promise<boolean>;
}
