import { AppError } from '../base/errors.ts';
import { Secret } from '../base/secret.ts';
import type { SecretSource } from '../blueprint/desired-room.ts';
import type { RunInput } from './records.ts';
import type { RunParts } from './run-parts.ts';

/**
 * The value of a secret that a plan only names: from what the run was given, sealed, or from a setting.
 * Errors: `invalid-input` for one that is not there, or cannot be opened any more.
 */
export function readSecret(
  source: SecretSource,
  { sealed = {} }: Pick<RunInput, 'sealed'>,
  { env, sealer }: Pick<RunParts, 'env' | 'sealer'>,
): Secret {
  if ('env' in source) {
    const value = env[source.env];
    if (value) return new Secret(value);
    throw new AppError('invalid-input', `The secret \`env.${source.env}\` is not set.`, {
      hint: `Set ${source.env}, and name it in BLUEPRINT_ENV.`,
    });
  }
  const text = sealed[source.input];
  if (text !== undefined) return new Secret(sealer.open(text));
  throw new AppError('invalid-input', `The secret input \`${source.input}\` was not given.`, {
    hint: 'Apply the blueprint anew, with the secret.',
  });
}
