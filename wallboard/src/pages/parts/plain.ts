/** A message as JSON: instants as ISO 8601, what is absent as null. */
export type Plain<T> = T extends Date
  ? string
  : T extends readonly (infer Each)[]
    ? Plain<Each>[]
    : T extends object
      ? { [Name in keyof T]-?: Plain<T[Name]> }
      : T extends undefined
        ? null
        : T;
