import type { Io, TextStream } from './parts.ts';

interface ProcessLike {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/** The outside of the running process. */
export function createProcessIo({ stdout, stderr, env }: ProcessLike): Io {
  return { stdout: toTextStream(stdout), stderr: toTextStream(stderr), env };
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
