type Close = () => Promise<void> | void;

/** What a bench has opened, to be closed in the opposite order, whether it ends well or not. */
export interface CleanUp extends AsyncDisposable {
  add(close: Close): void;
}

const open = new Set<CleanUp>();

/** For `await using`. Everything that is added is closed, also when one of the closings fails. Whoever closes it a second time waits for the first. */
export function createCleanUp(): CleanUp {
  const closings: Close[] = [];
  let closing: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (let close = closings.pop(); close; close = closings.pop()) {
      try {
        await close();
      } catch {
        // What cannot be closed must not keep the rest open.
      }
    }
    open.delete(cleanUp);
  }
  const cleanUp: CleanUp = {
    add: (close) => closings.push(close),
    [Symbol.asyncDispose]: () => (closing ??= closeAll()),
  };
  open.add(cleanUp);
  return cleanUp;
}

/** Closes what is open anywhere, for a bench that a signal ends. */
export async function cleanUpAll(): Promise<void> {
  for (const cleanUp of [...open].toReversed()) await cleanUp[Symbol.asyncDispose]();
}
