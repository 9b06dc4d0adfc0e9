import type { Json } from '../../base/json.ts';
import type { Expression } from '../expression.ts';

export const inputTypes = ['string', 'number', 'boolean', 'date', 'email', 'user', 'group', 'list', 'object'] as const;
export type InputType = (typeof inputTypes)[number];

/** Something that a blueprint is given, as its document declares it. */
export interface InputField {
  readonly name: string;
  /** Where it stands among the inputs: `client.name`. The items of a list stand at `people[]`. */
  readonly path: string;
  readonly type: InputType;
  readonly required: boolean;
  /** Whether its value is never stored or shown. */
  readonly secret: boolean;
  readonly description?: string;
  /** What stands in for it: a text with expressions over `env`, or a plain value. */
  readonly fallback?: Expression | { readonly value: Json };
  /** The only texts that it may be. */
  readonly choices?: readonly string[];
  /** Of an object. */
  readonly fields?: readonly InputField[];
  /** What each item of a list is. */
  readonly of?: InputField;
}
