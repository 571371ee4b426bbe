/** A cell that cannot be taken: `field` is the one whose heading is told. */
export class CellFault extends Error {
  readonly field: string;

  constructor(field: string, sentence: string) {
    super(sentence);
    this.field = field;
  }
}
