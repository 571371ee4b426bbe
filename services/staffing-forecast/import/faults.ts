/** What is wrong in one line of a file. */
export interface RowFault {
  /** From 1, as an editor counts. */
  line: number;
  message: string;
}

/** Faults by line: all counted, the first thousand kept. */
export interface Faults {
  list: RowFault[];
  count: number;
  limit: number;
}

/** No fault yet. */
export function noFaults(): Faults {
  return { list: [], count: 0, limit: 1_000 };
}

/** Notes a fault. */
export function tell(faults: Faults, line: number, message: string): void {
  faults.count += 1;
  if (faults.list.length < faults.limit) faults.list.push({ line, message });
}
