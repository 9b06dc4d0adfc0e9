import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { chartQuery, type ChartSpan } from '../api/queries.ts';
import { runStates, type Chart } from '../api/schemas.ts';
import { tones, type Tone } from '../format.ts';
import { messages } from '../messages.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Card } from '../ui/parts.tsx';

const text = messages.overview;

const spans = [
  { name: text.day, piece: 'hour', pieces: 24 },
  { name: text.month, piece: 'day', pieces: 30 },
] as const;

/** Runs over time, by what came of them. */
export function RunChart() {
  const [span, setSpan] = useState<(typeof spans)[number]>(spans[0]);
  const query = useQuery(chartQuery(span));
  const choice = (
    <div className="segments" role="group" aria-label={text.chart}>
      {spans.map((one) => (
        <button key={one.name} aria-pressed={one.name === span.name} onClick={() => setSpan(one)}>
          {one.name}
        </button>
      ))}
    </div>
  );
  return (
    <Card title={text.chart} actions={choice}>
      <Loaded query={query}>{(chart) => <Bars chart={chart} span={span} />}</Loaded>
    </Card>
  );
}

const order: readonly Tone[] = ['good', 'still', 'busy', 'attention', 'bad'];
const pieceMs = { hour: 3_600_000, day: 86_400_000 } as const;

interface Column {
  readonly from: number;
  readonly counts: Readonly<Record<Tone, number>>;
  readonly total: number;
}

function columnsOf({ since, pieces }: Chart, { piece, pieces: count }: ChartSpan): readonly Column[] {
  const start = Date.parse(since);
  return Array.from({ length: count }, (_, index) => {
    const from = start + index * pieceMs[piece];
    const found = pieces.find((one) => Date.parse(one.from) === from);
    const counts = { good: 0, still: 0, busy: 0, attention: 0, bad: 0 };
    for (const state of runStates) counts[tones[state]] += found?.counts[state] ?? 0;
    return { from, counts, total: order.reduce((sum, tone) => sum + counts[tone], 0) };
  });
}

const height = 120;
const gap = 0.22;

function Bars({ chart, span }: { readonly chart: Chart; readonly span: ChartSpan }) {
  const columns = columnsOf(chart, span);
  const total = columns.reduce((sum, column) => sum + column.total, 0);
  const top = niceTop(Math.max(...columns.map((column) => column.total)));
  const used = order.filter((tone) => columns.some(({ counts }) => counts[tone] > 0));
  return (
    <figure className="chart">
      <div className="chart-plot">
        <span className="chart-top">{top}</span>
        <svg
          viewBox={`0 0 ${columns.length} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={text.chartLabel(total)}
        >
          <line x1="0" x2={columns.length} y1="0.5" y2="0.5" />
          <line x1="0" x2={columns.length} y1={height / 2} y2={height / 2} />
          {columns.map((column, index) => (
            <ColumnBars key={column.from} column={column} x={index} top={top} span={span} />
          ))}
          <line x1="0" x2={columns.length} y1={height - 0.5} y2={height - 0.5} className="ground" />
        </svg>
        {total === 0 && <p className="chart-none">{text.noRuns}</p>}
      </div>
      <div className="chart-axis" aria-hidden>
        {labelsOf(columns, span).map((label) => (
          <span key={label}>{label}</span>
        ))}
      </div>
      <figcaption className="legend">
        {used.map((tone) => (
          <span key={tone} className={tone}>
            {text.tones[tone]}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

interface ColumnBarsProps {
  readonly column: Column;
  readonly x: number;
  readonly top: number;
  readonly span: ChartSpan;
}

function ColumnBars({ column: { from, counts, total }, x, top, span }: ColumnBarsProps) {
  const scale = height / top;
  const parts = order.map((tone, index) => {
    const below = order.slice(0, index).reduce((sum, other) => sum + counts[other], 0);
    return { tone, y: height - (below + counts[tone]) * scale, size: counts[tone] * scale };
  });
  return (
    <g className="column">
      <title>{`${labelOf(from, span)}: ${text.chartLabel(total)}`}</title>
      <rect className="hit" x={x} y={0} width={1} height={height} />
      {parts.map(({ tone, y, size }) =>
        size > 0 ? <rect key={tone} className={tone} x={x + gap / 2} y={y} width={1 - gap} height={size} /> : null,
      )}
    </g>
  );
}

/** The least of 1, 2, 5, 10, 20 … that is not less. */
function niceTop(most: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 5, 10].map((factor) => factor * step).find((top) => top >= Math.max(most, 4)) ?? most;
}

const hours = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });
const days = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

function labelOf(from: number, { piece }: ChartSpan): string {
  return (piece === 'hour' ? hours : days).format(from);
}

function labelsOf(columns: readonly Column[], span: ChartSpan): readonly string[] {
  const every = Math.ceil(columns.length / 5);
  return columns.flatMap(({ from }, index) => (index % every === 0 ? [labelOf(from, span)] : []));
}
