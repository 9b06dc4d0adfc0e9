/** What the exit code of every command means. */
export const exitCodes = {
  0: 'done',
  1: 'failed',
  2: 'changes are pending, or refused: wrong command line or blueprint',
  3: 'done in part',
  4: 'not allowed',
  5: 'the portal cannot be reached',
} as const;

/** The list for `--help`. */
export function describeExitCodes(): string {
  return Object.entries(exitCodes)
    .map(([code, meaning]) => `  ${code}  ${meaning}`)
    .join('\n');
}
