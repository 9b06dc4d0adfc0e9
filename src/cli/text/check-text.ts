import { countOf } from '../../base/count-of.ts';
import type { Paint } from '../output.ts';
import type { CheckIssue } from '../parts.ts';

/** An issue as compilers write them: `file:line:column  message`, the line with a mark under the place, what would work. */
export function renderIssue(issue: CheckIssue, paint: Paint): string[] {
  const { file, line, column, message, hint, source } = issue;
  const place = `${file}:${String(line)}:${String(column)}`;
  return [
    `${paint('bold', place)}  ${paint('red', message)}`,
    ...(source === undefined ? [] : renderSource({ line, column, source }, paint)),
    ...(hint === undefined ? [] : [`  ${paint('yellow', 'hint:')} ${hint}`]),
  ];
}

function renderSource(
  { line, column, source }: { line: number; column: number; source: string },
  paint: Paint,
): string[] {
  const number = String(line);
  return [
    paint('dim', `  ${number} | `) + source,
    paint('dim', `  ${' '.repeat(number.length)} | `) + ' '.repeat(column - 1) + paint('red', '^'),
  ];
}

/** `2 blueprints are in order.`, `1 problem in 1 file.` */
export function summarizeCheck(blueprints: number, issues: readonly CheckIssue[]): string {
  const files = new Set(issues.map(({ file }) => file)).size;
  if (issues.length > 0) return `${countOf(issues.length, 'problem')} in ${countOf(files, 'file')}.`;
  return blueprints === 1 ? '1 blueprint is in order.' : `${String(blueprints)} blueprints are in order.`;
}
