export interface Column {
  readonly title: string;
  /** Whether its cells may be cut where the terminal is narrow. */
  readonly shrink?: boolean;
  /** Whether it may be left out where cutting is not enough; of several the last goes first. */
  readonly drop?: boolean;
}

interface Field extends Column {
  readonly cells: readonly string[];
  readonly width: number;
}

const gap = 2;
const narrowest = 10;
const letters = new Intl.Segmenter();

/** Lines of a table, the heading first. Where it would be wider than `width`, cells are cut with `…` and columns left out. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): string[] {
  const fields = columns.map((column, index) =>
    createField(column, [column.title, ...rows.map((row) => row[index] ?? '')]),
  );
  const fitted = width === undefined ? fields : shrink(drop(fields, width), width);
  return ['', ...rows].map((_, line) =>
    fitted
      .map(({ cells, width: room }) => fill(cells[line] ?? '', room))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

function createField(column: Column, cells: readonly string[]): Field {
  return { ...column, cells, width: Math.max(...cells.map(measure)) };
}

function drop(fields: readonly Field[], width: number): readonly Field[] {
  const dispensable = fields.findLast((field) => field.drop);
  if (!dispensable || sumWidths(fields.map(findLeast)) <= width) return fields;
  return drop(
    fields.filter((field) => field !== dispensable),
    width,
  );
}

/** Takes from the field that has most to give, one letter at a time, until all fit or nothing can be taken. */
function shrink(fields: readonly Field[], width: number): readonly Field[] {
  const spare = fields.map((field) => field.width - findLeast(field));
  const most = Math.max(...spare);
  if (most <= 0 || sumWidths(fields.map((field) => field.width)) <= width) return fields;
  const widest = spare.indexOf(most);
  return shrink(
    fields.map((field, index) => (index === widest ? { ...field, width: field.width - 1 } : field)),
    width,
  );
}

function findLeast({ shrink: mayShrink, width }: Field): number {
  return mayShrink ? Math.min(narrowest, width) : width;
}

function sumWidths(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, gap * (widths.length - 1));
}

function fill(text: string, width: number): string {
  const parts = split(text);
  const shown = parts.length > width ? `${parts.slice(0, width - 1).join('')}…` : text;
  return shown + ' '.repeat(Math.max(width - measure(shown), 0));
}

function measure(text: string): number {
  return split(text).length;
}

/** What a reader takes for one letter, accents and joined signs included. */
function split(text: string): string[] {
  return Array.from(letters.segment(text), ({ segment }) => segment);
}
