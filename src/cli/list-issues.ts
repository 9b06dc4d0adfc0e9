import type { FieldIssue } from '../base/errors.ts';
import { isRecord } from '../base/json.ts';

/** What an error says of single fields; empty for one that does not. */
export function listIssues(error: unknown): readonly FieldIssue[] {
  const details = isRecord(error) ? error['details'] : undefined;
  const issues: unknown = isRecord(details) ? details['issues'] : undefined;
  return Array.isArray(issues) ? issues.filter(isFieldIssue) : [];
}

function isFieldIssue(value: unknown): value is FieldIssue {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['message'] === 'string';
}
