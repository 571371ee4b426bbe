import { DomainError } from '../../domain-error.ts';
import type { ShiftDesignProblem } from './shift-design-problem.ts';

/**
 * Reads an instance of the minimum shift design problem in the form of a MiniZinc data file, as
 * published by Musliu and Kletzander. Its fields about duties are passed over: they belong to the
 * step after.
 *
 * @throws DomainError invalid, naming the field that is missing or is no number.
 */
export function readShiftDesign(text: string): ShiftDesignProblem {
  const fields = fieldsOf(text);
  const one = (name: string) => {
    const values = fields.get(name);
    if (values?.length === 1) return values[0] ?? 0;
    throw new DomainError('invalid', `the file has no single number "${name}"`);
  };
  const row = (name: string) => {
    const values = fields.get(name);
    if (values) return values;
    throw new DomainError('invalid', `the file has no row "${name}"`);
  };
  const spans = ['minStart', 'maxStart', 'minLength', 'maxLength'].map((name) => {
    const values = row(name);
    if (values.length === one('shiftTypes')) return values;
    const wanted = one('shiftTypes');
    throw new DomainError('invalid', `"${name}" has ${values.length} values for ${wanted} types`);
  });
  const [earliest = [], latest = [], shortest = [], longest = []] = spans;
  return {
    slotMin: one('interval'),
    days: one('days'),
    required: row('demand'),
    kinds: earliest.map((earliestStart, at) => ({
      earliestStart,
      latestStart: latest[at] ?? 0,
      minLength: shortest[at] ?? 0,
      maxLength: longest[at] ?? 0,
    })),
    overCost: one('weightOverCover'),
    underCost: one('weightUnderCover'),
    templateCost: one('weightShiftInstances'),
  };
}

function fieldsOf(text: string): Map<string, number[]> {
  const fields = new Map<string, number[]>();
  for (const statement of text.replace(/%.*$/gm, '').split(';')) {
    if (statement.trim() === '') continue;
    const [, name, listed, single] =
      /^\s*(\w+)\s*=\s*(?:\[([^\]]*)\]|(\S+))\s*$/.exec(statement) ?? [];
    if (name === undefined) {
      throw new DomainError('invalid', `"${statement.trim().slice(0, 40)}" is no assignment`);
    }
    const words = (listed ?? single ?? '').split(',').filter((word) => word.trim() !== '');
    const values = words.map(Number);
    const odd = values.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) {
      throw new DomainError('invalid', `"${words[odd]?.trim()}" in "${name}" is not a number`);
    }
    fields.set(name, values);
  }
  return fields;
}
