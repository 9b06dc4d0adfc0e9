import { codeOf } from './error-code.ts';
import { AppError } from './errors.ts';

/** What the client says without a code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/** Codes of a database that is away for a moment: class 08, shutdown, start-up, and the socket's own. */
const databaseTrouble = /^(08...|57P0[1235]|25P03|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** Whether the database was away for a moment: asking again helps, and nothing is to be blamed on the work. */
export function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AppError) return false;
  const code = codeOf(error);
  if (code !== undefined) return databaseTrouble.test(code);
  return lostConnection.test(error.message);
}
