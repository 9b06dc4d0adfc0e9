import { disarmCell } from '../base/disarm-cell.ts';
import type { RoomBlueprint } from '../blueprint/blueprint.ts';
import { type InputField, keyOf, readInputs } from '../blueprint/inputs.ts';
import { nestInputs } from '../cli/nest-inputs.ts';
import type { RunTarget } from '../runs/request-run.ts';
import type { Column } from './csv-columns.ts';

/** What a run for a row is given. */
export type RowTarget = Exclude<RunTarget, { readonly room: number }>;

export interface RowReader {
  /** An empty cell gives nothing, so that a default stands in. */
  readonly target: (cells: readonly string[]) => RowTarget;
  /** What the row's room is kept under. Errors: `invalid-input` with all `issues` of the row. */
  readonly key: (cells: readonly string[]) => string;
  /** The cells as the result file shows them. */
  readonly shown: (cells: readonly string[]) => readonly string[];
}

/** What the rows of a file give to a blueprint: its inputs, or for whom it is. */
export function rowInputsOf({ for: whom, inputs }: RoomBlueprint): readonly InputField[] {
  return whom === 'person' ? [{ name: 'person', path: 'person', type: 'user', required: true, secret: false }] : inputs;
}

interface RowParts {
  readonly blueprint: RoomBlueprint;
  readonly columns: readonly Column[];
  /** What is the same for every row. */
  readonly given: {
    readonly inputs: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, string>>;
  };
  readonly env: Readonly<Record<string, string>>;
}

/** Reads the rows of a file for a blueprint. */
export function createRowReader({ blueprint, columns, given, env }: RowParts): RowReader {
  const isForPerson = blueprint.for === 'person';
  const { name } = blueprint;

  function read(cells: readonly string[]) {
    const filled = columns.flatMap(({ input }, index) => {
      const text = (cells[index] ?? '').trim();
      return input && text !== '' ? [{ ...input, text }] : [];
    });
    const pick = (secret: boolean): Record<string, string> =>
      Object.fromEntries(filled.filter((one) => one.secret === secret).map(({ path, text }) => [path, text]));
    return {
      inputs: nestInputs({ ...given.inputs, ...pick(false) }),
      secrets: { ...given.secrets, ...pick(true) },
      from: 'text' as const,
    };
  }

  return {
    target(cells) {
      const target = read(cells);
      const { person } = target.inputs;
      return isForPerson && typeof person === 'string' ? { person } : target;
    },
    key(cells) {
      const { inputs, secrets, from } = read(cells);
      const { values } = readInputs({ name, inputs: rowInputsOf(blueprint) }, { ...inputs, ...secrets }, { env, from });
      const { person } = values;
      return isForPerson && typeof person === 'string' ? person.toLowerCase() : keyOf(blueprint, values, env);
    },
    shown: (cells) =>
      cells.map((cell, index) => (columns[index]?.input?.secret && cell !== '' ? '(secret)' : disarmCell(cell))),
  };
}
