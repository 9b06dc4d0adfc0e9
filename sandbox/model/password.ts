import { createHash, pbkdf2Sync } from 'node:crypto';

/** How a client makes `passwordHash` out of a password, as GET settings tells it: PBKDF2 with SHA-256. */
export const passwordHasher = {
  /** Bits. */
  size: 256,
  iterations: 100_000,
  salt: createHash('sha256').update('sandbox portal').digest('hex'),
} as const;

const known = new Map<string, string>();

/** The hash that a client sends in place of a password. Slow by design, so each is made once. */
export function hashPassword(password: string): string {
  const { size, iterations, salt } = passwordHasher;
  const hash = known.get(password) ?? pbkdf2Sync(password, salt, iterations, size / 8, 'sha256').toString('hex');
  known.set(password, hash);
  return hash;
}

/** What a login sends. */
export interface GivenPassword {
  password?: string | undefined;
  passwordHash?: string | undefined;
}

/** Whether a login fits what is stored, which is the password or, where only that was ever given, its hash. */
export function isPassword(stored: string | undefined, { password, passwordHash }: GivenPassword): boolean {
  if (stored === undefined) return false;
  if (password !== undefined) return password === stored || hashPassword(password) === stored;
  return passwordHash !== undefined && (passwordHash === stored || passwordHash === hashPassword(stored));
}

/** PasswordSettings of the vendor. */
export interface PasswordPolicy {
  minLength: number;
  upperCase: boolean;
  digits: boolean;
  specSymbols: boolean;
}

/** The longest password. */
const maxLength = 30;

/** Whether a password is printable ASCII without spaces and as the portal demands. */
export function fitsPolicy(password: string, { minLength, upperCase, digits, specSymbols }: PasswordPolicy): boolean {
  return (
    new RegExp(`^[\\x21-\\x7e]{${minLength},${maxLength}}$`).test(password) &&
    (!upperCase || /[A-Z]/.test(password)) &&
    (!digits || /\d/.test(password)) &&
    (!specSymbols || /[^A-Za-z0-9]/.test(password))
  );
}
