import type { CST } from 'yaml';

/** What a blueprint never needs and a hostile document abuses. `offset` is where it stands in the text. */
export interface TokenFault {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

const limits = { depth: 50, nodes: 5000 } as const;

/**
 * Looks over a document's tokens before anything of it is composed. Composing recurses, and compares each key of a map with all others:
 * thousands of nested brackets end the process, thousands of keys hold it for seconds. Walks with a stack of its own for that reason.
 * Aliases are refused here too, so that neither a bomb nor a circle of them exists further on.
 */
export function screenTokens(tokens: readonly CST.Token[]): TokenFault | undefined {
  const waiting = tokens.map((token) => ({ token, depth: 0 }));
  let nodes = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    nodes += 1;
    const fault = faultOf(next.token, next.depth, nodes);
    if (fault) return fault;
    for (const child of childrenOf(next.token)) waiting.push({ token: child, depth: next.depth + 1 });
  }
  return undefined;
}

function faultOf(token: CST.Token, depth: number, nodes: number): TokenFault | undefined {
  if (depth > limits.depth) {
    return {
      offset: token.offset,
      message: `nested more than ${limits.depth} deep`,
      hint: 'A blueprint needs far fewer levels; look for brackets that are never closed.',
    };
  }
  if (nodes > limits.nodes) {
    return {
      offset: token.offset,
      message: `more than ${limits.nodes} keys and values`,
      hint: 'Split the document into several blueprints.',
    };
  }
  if (token.type === 'alias') {
    return {
      offset: token.offset,
      message: `aliases such as \`${token.source}\` are not part of blueprints`,
      hint: 'Write the value out.',
    };
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value]).filter((child) => child !== undefined && child !== null);
}
