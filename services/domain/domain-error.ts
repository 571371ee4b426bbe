/** Why something was refused. Mapped once to a gRPC status, once to an HTTP status. */
export type Fault = 'invalid' | 'not-found' | 'conflict' | 'not-allowed' | 'unavailable';

/**
 * A refusal: the sentence names the value and the place and is shown to the
 * caller as it is. Any other error is a bug.
 */
export class DomainError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, sentence: string) {
    super(sentence);
    this.name = 'DomainError';
    this.fault = fault;
  }
}
