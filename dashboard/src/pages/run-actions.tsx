import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { RotateCcw, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { undoQuery } from '../api/queries.ts';
import { RunSummary, type RunDetail, type UndoPlan } from '../api/schemas.ts';
import { isEnded } from '../format.ts';
import { messages } from '../messages.ts';
import { useMay } from '../session.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { ErrorNote, Loaded } from '../ui/loaded.tsx';
import { useAct } from '../ui/use-act.ts';

const text = messages.run;

/** What can be done about a run, as its state allows. */
export function RunActions({ run }: { readonly run: RunDetail }) {
  const may = useMay('operator');
  if (!may) return null;
  const { id, state } = run;
  return (
    <>
      {(state === 'failed' || state === 'waiting' || state === 'cancelled') && <RetryButton id={id} />}
      {!isEnded(state) && (
        <Confirm
          label={
            <>
              <X aria-hidden size={16} /> {text.cancel}
            </>
          }
          className="button quiet"
          title={`${text.cancel}?`}
          action={text.cancel}
          isDanger
          onConfirm={() => ask(RunSummary, `/runs/${id}/cancel`, { method: 'POST' })}
        >
          <p>{text.cancelText}</p>
        </Confirm>
      )}
      {isEnded(state) && run.room && <UndoButton id={id} />}
    </>
  );
}

function RetryButton({ id }: { readonly id: string }) {
  const { act, error, isActing } = useAct();
  return (
    <>
      <button
        className="button primary"
        disabled={isActing}
        onClick={() => act(() => ask(RunSummary, `/runs/${id}/retry`, { method: 'POST' }))}
      >
        <RotateCcw aria-hidden size={16} /> {text.retry}
      </button>
      {error && <ErrorNote error={error} />}
    </>
  );
}

/** Taking back is planned while its dialog is open, and done only by its own button. */
function UndoButton({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  const [deletes, setDeletes] = useState(false);
  const [plan, setPlan] = useState<UndoPlan | undefined>();
  const mayUndo = plan !== undefined && plan.refusals.length === 0 && plan.kind !== 'nothing';
  return (
    <Confirm
      label={
        <>
          <Undo2 aria-hidden size={16} /> {text.undo}
        </>
      }
      className="button quiet"
      title={text.undoTitle}
      action={text.undoDo}
      isDanger
      isDisabled={!mayUndo}
      onConfirm={async () => {
        const run = await ask(RunSummary, `/runs/${id}/undo`, { method: 'POST', body: { delete: deletes } });
        await navigate({ to: '/runs/$id', params: { id: run.id } });
      }}
    >
      <UndoPreview id={id} deletes={deletes} onDeletes={setDeletes} onPlan={setPlan} />
    </Confirm>
  );
}

interface PreviewProps {
  readonly id: string;
  readonly deletes: boolean;
  readonly onDeletes: (deletes: boolean) => void;
  readonly onPlan: (plan: UndoPlan) => void;
}

function UndoPreview({ id, deletes, onDeletes, onPlan }: PreviewProps) {
  const query = useQuery(undoQuery(id, deletes));
  return (
    <>
      <p>{text.undoLead}</p>
      <Loaded query={query}>{(plan) => <UndoLines plan={plan} onPlan={onPlan} />}</Loaded>
      <label className="check-box">
        <input type="checkbox" checked={deletes} onChange={({ target }) => onDeletes(target.checked)} />
        {text.undoDelete}
      </label>
    </>
  );
}

function UndoLines({ plan, onPlan }: { readonly plan: UndoPlan; readonly onPlan: (plan: UndoPlan) => void }) {
  const [known, setKnown] = useState<UndoPlan | undefined>();
  if (known !== plan) {
    setKnown(plan);
    queueMicrotask(() => onPlan(plan));
  }
  if (plan.kind === 'nothing') return <p>{text.undoNothing}</p>;
  return (
    <>
      <ul className="remarks">
        {plan.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <NamedLines title={text.undoRefused} lines={plan.refusals} />
      <NamedLines title={text.undoCannot} lines={plan.cannot} />
    </>
  );
}

function NamedLines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="remarks">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
