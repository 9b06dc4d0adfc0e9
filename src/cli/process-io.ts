import type { Io, TextStream } from './parts.ts';

interface ProcessLike {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** The outside of the running process. */
export function createProcessIo(running: ProcessLike): Io {
  const { stdout, stderr, env } = running;
  return {
    stdin: {
      // Asked for only when needed: a standard input that was looked at keeps a process alive.
      isTTY: () => running.stdin.isTTY,
      read: () => running.stdin,
    },
    stdout: toTextStream(stdout),
    stderr: toTextStream(stderr),
    terminal: () => (running.stdin.isTTY && stderr.isTTY ? { input: running.stdin, output: stderr } : undefined),
    env,
    untilInterrupted: (use) => untilInterrupted(running, use),
  };
}

const signals = ['SIGINT', 'SIGTERM'] as const;

async function untilInterrupted<T>(running: ProcessLike, use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (): void => {
    controller.abort();
    leave();
  };
  // Without a listener of ours a second signal does what signals do: it ends the process.
  const leave = (): void => {
    for (const signal of signals) running.off(signal, interrupt);
  };
  for (const signal of signals) running.on(signal, interrupt);
  try {
    return await use(controller.signal);
  } finally {
    leave();
  }
}

function toTextStream(stream: NodeJS.WriteStream): TextStream {
  // The reader of a pipe may leave early (`concierge runs list | head`): that is no error of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}
