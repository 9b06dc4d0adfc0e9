/** How many bytes of bodies may be held at once, all requests of one door together. */
export interface BodyBudget {
  readonly most: number;
  held: number;
}

/**
 * Reads a request's body as it came. Stops and gives `too-large` at the first byte over the limit, announced length or not, and
 * `too-many` when other bodies leave no room for it: a flood of strangers ends there, not in memory. The room is given back by `done`.
 */
export async function readLimitedBody(
  request: Request,
  limit: number,
  budget: BodyBudget,
): Promise<{ readonly body: Buffer; done(): void } | 'too-large' | 'too-many'> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return 'too-large';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const done = (): void => {
    budget.held -= size;
    size = 0;
  };
  try {
    const body: ReadableStream<Uint8Array> | null = request.body;
    for await (const chunk of body ?? []) {
      size += chunk.byteLength;
      budget.held += chunk.byteLength;
      if (size > limit) return giveUp('too-large', done);
      if (budget.held > budget.most) return giveUp('too-many', done);
      chunks.push(chunk);
    }
  } catch (error) {
    done();
    throw error;
  }
  return { body: Buffer.concat(chunks), done };
}

function giveUp<Reason>(reason: Reason, done: () => void): Reason {
  done();
  return reason;
}
