/**
 * A sentence as a service says it, and the same in Chinese. `{}` stands for a value; in
 * Chinese `{1}` is the first one, `{2}` the second, `{1~}` one that is a sentence itself.
 */
export type Saying = readonly [english: string, chinese: string];
