import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Download, FileSpreadsheet, Play } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { ask } from '../api/ask.ts';
import type { InputSchema } from '../api/blueprint-schemas.ts';
import { Problem } from '../api/problem.ts';
import { batchesQuery, blueprintQuery } from '../api/queries.ts';
import { Batch, SheetReport } from '../api/schemas.ts';
import { messages } from '../messages.ts';
import { ErrorNote, Loaded } from '../ui/loaded.tsx';
import { Ago, Card, Page } from '../ui/parts.tsx';
import { useAct } from '../ui/use-act.ts';
import { BatchProgress } from './batch-progress.tsx';

const route = getRouteApi('/blueprints/$name/csv');
const text = messages.csv;

interface Sheet {
  readonly file: string;
  readonly text: string;
}

/** A CSV file for a blueprint: dropped, checked row by row, then started by its own button. */
export function CsvPage() {
  const { name } = route.useParams();
  const [sheet, setSheet] = useState<Sheet | undefined>();
  const [report, setReport] = useState<SheetReport | undefined>();
  const { act, error, isActing, reset } = useAct();
  const take = (file: File): void =>
    act(
      async () => {
        if (file.size > mostBytes) throw new Problem({ kind: 'too-large', title: text.tooLarge, detail: file.name });
        const taken = { file: file.name, text: await file.text() };
        const checked = await ask(SheetReport, `/blueprints/${name}/csv/check`, { method: 'POST', body: taken });
        return { taken, checked };
      },
      ({ taken, checked }) => {
        setSheet(taken);
        setReport(checked);
      },
    );
  return (
    <Page
      title={text.title(name)}
      lead={text.lead}
      back={
        <Link to="/blueprints/$name" params={{ name }}>
          {name}
        </Link>
      }
      actions={<SampleLink name={name} />}
    >
      {sheet && report ? (
        <Checked
          sheet={sheet}
          report={report}
          name={name}
          onOther={() => {
            reset();
            setReport(undefined);
          }}
        />
      ) : (
        <DropZone isBusy={isActing} onFile={take} />
      )}
      {error && <ErrorNote error={error} />}
      <Recent name={name} />
    </Page>
  );
}

const mostBytes = 8 * 1024 * 1024;

function DropZone({ isBusy, onFile }: { readonly isBusy: boolean; readonly onFile: (file: File) => void }) {
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <label
      className={`drop ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <FileSpreadsheet aria-hidden size={32} strokeWidth={1.5} />
      <strong>{isBusy ? text.checking : text.drop}</strong>
      <span className="faint">{text.choose}</span>
      <input
        type="file"
        accept=".csv,text/csv"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          target.value = '';
        }}
      />
    </label>
  );
}

interface CheckedProps {
  readonly sheet: Sheet;
  readonly report: SheetReport;
  readonly name: string;
  readonly onOther: () => void;
}

function Checked({ sheet, report, name, onOther }: CheckedProps) {
  const navigate = useNavigate();
  const { act, error, isActing } = useAct();
  const [key] = useState(() => crypto.randomUUID());
  const { good, total } = report;
  const start = (): void =>
    act(
      () => ask(Batch, `/blueprints/${name}/csv`, { method: 'POST', body: sheet, key }),
      (batch) => void navigate({ to: '/batches/$id', params: { id: batch.id } }),
    );
  return (
    <Card title={sheet.file}>
      <p className={good === total ? 'ok' : ''}>{text.good(good, total)}</p>
      {good < total && (
        <>
          <p className="warn">{text.wrong(total - good)}</p>
          <div className="scroll" tabIndex={0} role="region" aria-label={text.issues}>
            <ul className="issues">
              {report.issues.map(({ path, message }) => (
                <li key={`${path} ${message}`}>
                  <b>{path}</b> {message}
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
      <Sample report={report} />
      {error && <ErrorNote error={error} />}
      <div className="actions">
        <button className="button primary" disabled={isActing || good === 0} onClick={start}>
          <Play aria-hidden size={16} /> {text.start(good)}
        </button>
        <button className="button quiet" disabled={isActing} onClick={onOther}>
          {text.other}
        </button>
      </div>
    </Card>
  );
}

function Sample({ report: { columns, sample } }: { readonly report: SheetReport }) {
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={text.rows}>
      <table className="table sheet">
        <thead>
          <tr>
            <th>{text.line}</th>
            {columns.map(({ heading }) => (
              <th key={heading}>{heading}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map(({ line, cells, wrong }) => (
            <tr key={line} className={wrong ? 'wrong' : ''}>
              <td>{line}</td>
              {cells.map((cell, index) => (
                <td key={`${index} ${cell}`}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A heading that fits the blueprint, to begin a file with. */
function SampleLink({ name }: { readonly name: string }) {
  const { data } = useQuery(blueprintQuery(name));
  if (!data) return null;
  const headings = data.isForPerson ? ['person'] : columnsOf(data.inputs);
  const address = `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${headings.join(',')}\r\n`)}`;
  return (
    <a className="button quiet" href={address} download={`${name}.csv`}>
      <Download aria-hidden size={16} /> {text.sample}
    </a>
  );
}

function columnsOf(schema: InputSchema | undefined, path = ''): string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, inner]) =>
    inner.type === 'object' ? columnsOf(inner, `${path}${name}.`) : [`${path}${name}`],
  );
}

function Recent({ name }: { readonly name: string }) {
  const query = useQuery(batchesQuery);
  return (
    <Loaded query={query}>
      {({ batches }) => {
        const own = batches.filter(({ blueprint }) => blueprint === name);
        if (own.length === 0) return null;
        return (
          <Card title={text.recent}>
            <ul className="list">
              {own.map((batch) => (
                <li key={batch.id}>
                  <div className="spread">
                    <Link to="/batches/$id" params={{ id: batch.id }} className="strong">
                      {batch.file}
                    </Link>
                    <Ago time={batch.createdAt} />
                  </div>
                  <BatchProgress batch={batch} />
                </li>
              ))}
            </ul>
          </Card>
        );
      }}
    </Loaded>
  );
}
