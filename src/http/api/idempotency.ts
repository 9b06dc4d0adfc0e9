import { createHash } from 'node:crypto';
import { AppError } from '../../base/errors.ts';

/** Requests that may come again, by the one who asks and the key that they give. */
export interface IdempotencyRecords {
  /**
   * Keeps a request, unless one of the same scope and key was kept in the last 24 hours; answers the body's hash of the one that counts.
   */
  keep(request: { readonly scope: string; readonly key: string; readonly bodyHash: string }): Promise<string>;
}

/**
 * What tells this request from others: with a key the same each time, so that it starts the same run, even if the process dies in
 * between. Errors: `invalid-input` for a key of the wrong form; `rejected` for one that came with another body.
 */
export async function requestIdOf(
  key: string | undefined,
  { scope, path, body }: { readonly scope: string; readonly path: string; readonly body: unknown },
  { records, random }: { readonly records: IdempotencyRecords; readonly random: () => string },
): Promise<string> {
  if (key === undefined) return random();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError('invalid-input', 'The header Idempotency-Key has the wrong form.', {
      hint: 'Give 1 to 255 visible ASCII characters, such as a UUID.',
    });
  }
  const bodyHash = createHash('sha256')
    .update(JSON.stringify([path, body]))
    .digest('hex');
  const kept = await records.keep({ scope, key, bodyHash });
  if (kept === bodyHash) return `http ${scope} ${key}`;
  throw new AppError('rejected', 'This Idempotency-Key came with another request before.', {
    hint: 'Use another key for another request.',
  });
}
