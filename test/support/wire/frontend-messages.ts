/** Cuts a stream of PostgreSQL's protocol into its messages. What is not complete waits for the next chunk. */
export function createMessageReader(hasStartup: boolean): (chunk: Buffer) => readonly Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  let isStartup = hasStartup;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    for (;;) {
      // The first message of a client has no letter before its length.
      const letter = isStartup ? 0 : 1;
      if (rest.length < letter + 4) return messages;
      const length = letter + rest.readUInt32BE(letter);
      if (rest.length < length) return messages;
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      isStartup = false;
    }
  };
}

/** Watches what one client says, and tells which of its messages write. */
export function createWriteWatch(): (message: Buffer) => string | undefined {
  const statements = new Map<string, string>();
  const portals = new Map<string, string>();
  let hasWritten = false;

  function judge(text: string): string | undefined {
    if (/^(begin|start transaction|rollback)\b/i.test(text)) hasWritten = false;
    if (/^(commit|end)\b/i.test(text)) {
      // The commit of what only read changes nothing.
      const writes = hasWritten;
      hasWritten = false;
      return writes ? 'commit' : undefined;
    }
    if (!isWrite(text)) return undefined;
    hasWritten = true;
    return text.slice(0, 80).replaceAll(/\s+/g, ' ');
  }

  return (message) => {
    const letter = String.fromCharCode(message[0] ?? 0);
    const [first = '', second = ''] = message.subarray(5).toString('utf8').split('\0');
    if (letter === 'Q') return judge(trim(first));
    if (letter === 'P') statements.set(first, trim(second));
    if (letter === 'B') portals.set(first, statements.get(second) ?? '');
    return letter === 'E' ? judge(portals.get(first) ?? '') : undefined;
  };
}

/** The statement without what stands before it: spaces and remarks. */
function trim(text: string): string {
  return text.replace(/^(\s|--[^\n]*\n|\/\*[^]*?\*\/)+/, '');
}

/** Signs of life belong to no run: they come by the clock, and would make every count another one. */
const byTheClock = /"?processes"?/;

function isWrite(text: string): boolean {
  const isOne =
    /^(insert|update|delete|merge)\b/i.test(text) ||
    (/^with\b/i.test(text) && /\b(insert|update|delete)\b/i.test(text));
  return isOne && !byTheClock.test(text.slice(0, 120));
}
