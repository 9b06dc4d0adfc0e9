/** What somebody may do: a viewer reads, an operator also acts on runs, an admin does everything. Each includes those before it. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who asks, once known. */
export interface Identity {
  /** What people call the token or the session by: `first admin token`. Never the token itself. */
  readonly name: string;
  readonly role: Role;
  /** The only blueprints that it is for; all without. */
  readonly blueprints?: readonly string[];
}

/** Whether `role` includes `needed`. */
export function includesRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** A token as it is stored: by the SHA-256 of its text, in lower-case hex. */
export interface TokenRecord extends Identity {
  readonly hash: string;
  readonly createdAt: Date;
  readonly expiresAt?: Date;
}

/** A browser session or a one-time login code as it is stored. */
export interface PassRecord extends Identity {
  readonly hash: string;
  readonly expiresAt: Date;
}

/**
 * Plain storage of tokens, sessions and login codes; it decides nothing and checks no times. Finding what is not there gives undefined.
 */
export interface AccessRecords {
  insertToken(token: TokenRecord): Promise<void>;
  findTokenByHash(hash: string): Promise<TokenRecord | undefined>;
  countTokens(): Promise<number>;
  listTokens(): Promise<readonly TokenRecord[]>;
  /** Answers whether there was one. */
  deleteToken(name: string): Promise<boolean>;
  insertSession(session: PassRecord): Promise<void>;
  findSession(hash: string): Promise<PassRecord | undefined>;
  /** Deleting what is not there is no error. */
  deleteSession(hash: string): Promise<void>;
  insertLoginCode(code: PassRecord): Promise<void>;
  /** Removes the code and gives it back, in one step: of two callers at once only one gets it. */
  takeLoginCode(hash: string): Promise<PassRecord | undefined>;
}
