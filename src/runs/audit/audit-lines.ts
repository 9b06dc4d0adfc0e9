import { disarmCell } from '../../base/disarm-cell.ts';
import type { AuditQuery, AuditRecord, AuditRecords } from './audit.ts';

export type AuditFormat = 'jsonl' | 'csv';

const pageSize = 1_000;

/** The audit as JSON lines, or as CSV with a heading; page by page, so that its length does not matter. */
export async function* auditLines(
  query: AuditQuery,
  format: AuditFormat,
  records: Pick<AuditRecords, 'list'>,
): AsyncGenerator<string> {
  if (format === 'csv') yield toCsvLine(columns);
  let left = query.limit;
  let after = query.after;
  while (left > 0) {
    const page = await records.list({
      ...query,
      limit: Math.min(left, pageSize),
      ...(after === undefined ? {} : { after }),
    });
    if (page.length > 0) yield page.map((record) => formatRecord(record, format)).join('');
    left -= page.length;
    after = page.at(-1)?.id;
    if (page.length < pageSize || query.newest) return;
  }
}

const columns = [
  ...['id', 'at', 'kind', 'what', 'cause', 'run', 'attempt', 'blueprint', 'document', 'subject', 'room'],
  ...['status', 'effect', 'detail'],
];

function formatRecord(record: AuditRecord, format: AuditFormat): string {
  if (format === 'jsonl') return `${JSON.stringify(record)}\n`;
  const { id, at, kind, what, cause, runId, attempt, blueprint, documentHash, subject, roomId } = record;
  const { status, effect, detail } = record;
  const cells = [
    id,
    at,
    kind,
    what,
    cause && describe(cause),
    runId,
    attempt,
    blueprint,
    documentHash,
    subject,
    roomId,
  ];
  return toCsvLine([...cells, status, effect, detail].map((cell) => (cell === undefined ? '' : String(cell))));
}

/** `http CRM`, `delivery 17 user.created`, `csv bo row 3`: one cell that a program can take apart. */
function describe({ kind, ...rest }: NonNullable<AuditRecord['cause']>): string {
  return [kind, ...Object.values(rest).map(String)].join(' ');
}

function toCsvLine(cells: readonly string[]): string {
  const quote = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `${cells.map((cell) => quote(disarmCell(cell))).join(',')}\r\n`;
}
