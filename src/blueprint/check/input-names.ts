import type { InputField } from '../inputs/input-field.ts';

/** What can be read of an account or a group that an input names. */
const namedFields: Readonly<Record<'user' | 'group', readonly string[]>> = {
  user: ['id', 'name', 'email', 'firstName', 'lastName'],
  group: ['id', 'name'],
};

/** The input that a variable reads, and how far the variable is understood. */
export interface InputRead {
  /** The innermost field that was reached. */
  readonly field: InputField;
  /** What may stand where the variable goes wrong; empty when it is right. */
  readonly known: readonly string[];
  /** Whether the variable names something that is there. */
  readonly isKnown: boolean;
}

/** Follows a variable such as `client.name` through the inputs; undefined when its first name is no input. */
export function followInput(
  read: readonly (string | undefined)[],
  inputs: readonly InputField[],
): InputRead | undefined {
  const [name, ...rest] = read;
  const field = inputs.find((one) => one.name === name);
  return field && followField(field, rest);
}

/** Follows the names after the one that stands for a field. */
export function followField(field: InputField, rest: readonly (string | undefined)[]): InputRead {
  const [next, ...further] = rest;
  if (next === undefined) return { field, known: [], isKnown: rest.length === 0 };
  if (field.type === 'object') {
    const inner = field.fields?.find((one) => one.name === next);
    return inner
      ? followField(inner, further)
      : { field, known: field.fields?.map((one) => one.name) ?? [], isKnown: false };
  }
  if (field.type !== 'user' && field.type !== 'group') return { field, known: [], isKnown: false };
  const known = namedFields[field.type];
  return { field, known, isKnown: known.includes(next) && further.length === 0 };
}
