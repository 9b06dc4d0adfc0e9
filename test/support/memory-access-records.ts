import type { AccessRecords, PassRecord, TokenRecord } from '../../src/http/access-records.ts';

/** Access records in memory, open to a test's eyes. */
export interface MemoryAccessRecords extends AccessRecords {
  readonly tokens: Map<string, TokenRecord>;
  readonly sessions: Map<string, PassRecord>;
  readonly loginCodes: Map<string, PassRecord>;
}

export function createMemoryAccessRecords(): MemoryAccessRecords {
  const tokens = new Map<string, TokenRecord>();
  const sessions = new Map<string, PassRecord>();
  const loginCodes = new Map<string, PassRecord>();
  return {
    tokens,
    sessions,
    loginCodes,
    insertToken: (token) => keep(tokens, token),
    findTokenByHash: (hash) => Promise.resolve(tokens.get(hash)),
    countTokens: () => Promise.resolve(tokens.size),
    listTokens: () => Promise.resolve([...tokens.values()]),
    deleteToken: (name) => {
      const found = [...tokens.values()].find((token) => token.name === name);
      return Promise.resolve(found !== undefined && tokens.delete(found.hash));
    },
    insertSession: (session) => keep(sessions, session),
    findSession: (hash) => Promise.resolve(sessions.get(hash)),
    deleteSession: (hash) => {
      sessions.delete(hash);
      return Promise.resolve();
    },
    insertLoginCode: (code) => keep(loginCodes, code),
    takeLoginCode: (hash) => {
      const code = loginCodes.get(hash);
      loginCodes.delete(hash);
      return Promise.resolve(code);
    },
  };
}

function keep<Entry extends { hash: string }>(entries: Map<string, Entry>, entry: Entry): Promise<void> {
  entries.set(entry.hash, entry);
  return Promise.resolve();
}
