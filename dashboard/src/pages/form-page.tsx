import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Ban, Play } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import type { BlueprintDetail } from '../api/blueprint-schemas.ts';
import { type FieldIssue, Problem } from '../api/problem.ts';
import { blueprintQuery } from '../api/queries.ts';
import { PlanView, RunSummary } from '../api/schemas.ts';
import { messages } from '../messages.ts';
import { Field } from '../ui/fields.tsx';
import { Finder } from '../ui/finder.tsx';
import { ErrorNote, Loaded } from '../ui/loaded.tsx';
import { Card, Empty, Page, PlanLines } from '../ui/parts.tsx';
import { useAct } from '../ui/use-act.ts';
import { mayStart, takesSheets } from './blueprints-page.tsx';
import { InputFields, initialValue, type Values } from './input-fields.tsx';

const route = getRouteApi('/blueprints/$name/run');
const text = messages.form;

/** A blueprint run by hand: a form from its inputs, the plan, then one button. */
export function FormPage() {
  const { name } = route.useParams();
  const query = useQuery(blueprintQuery(name));
  return (
    <Page
      title={text.title(name)}
      lead={text.lead}
      back={
        <Link to="/blueprints/$name" params={{ name }}>
          {name}
        </Link>
      }
      actions={
        query.data &&
        takesSheets(query.data) && (
          <Link to="/blueprints/$name/csv" params={{ name }} className="button quiet">
            {text.many}
          </Link>
        )
      }
    >
      <Loaded query={query}>
        {(blueprint) => (mayStart(blueprint) ? <RunForm blueprint={blueprint} /> : <NotByHand />)}
      </Loaded>
    </Page>
  );
}

function NotByHand() {
  return (
    <Card>
      <Empty icon={Ban} title={text.notByHand}>
        <p>{text.notByHandText}</p>
      </Empty>
    </Card>
  );
}

function RunForm({ blueprint }: { readonly blueprint: BlueprintDetail }) {
  const { name, isForPerson, isForRoom, inputs } = blueprint;
  const [values, setValues] = useState<Values>(() => (inputs ? initialValue(inputs) : {}));
  const [person, setPerson] = useState('');
  const [room, setRoom] = useState('');
  const [plan, setPlan] = useState<PlanView | undefined>();
  const { act, error, isActing, reset } = useAct();
  const body = bodyOf(blueprint, { person, room, inputs: values });
  const issues = issuesOf(error);
  const isReady = isNamed(blueprint, person, room);

  function change<T>(set: (value: T) => void): (value: T) => void {
    return (value) => {
      set(value);
      setPlan(undefined);
      reset();
    };
  }

  return (
    <form
      className="columns form-columns"
      onSubmit={(event) => {
        event.preventDefault();
        act(() => ask(PlanView, `/blueprints/${name}/plan`, { method: 'POST', body }), setPlan);
      }}
    >
      <Card>
        {isForPerson && <PersonField onChange={change(setPerson)} />}
        {isForRoom && <RoomField value={room} onChange={change(setRoom)} />}
        {inputs && <InputFields schema={inputs} value={values} issues={issues} onChange={change(setValues)} />}
        {error && <ErrorNote error={error} />}
        <button className={`button ${plan ? '' : 'primary'}`} disabled={isActing || !isReady}>
          {text.showPlan}
        </button>
      </Card>
      {plan && <Preview key={JSON.stringify(body)} plan={plan} name={name} body={body} />}
    </form>
  );
}

function isNamed({ isForPerson, isForRoom }: BlueprintDetail, person: string, room: string): boolean {
  if (isForRoom) return roomNumber(room) !== undefined;
  return !isForPerson || person !== '';
}

interface Given {
  readonly person: string;
  readonly room: string;
  readonly inputs: Values;
}

/** What is sent: the person alone where the blueprint asks for nothing else. */
function bodyOf({ isForPerson, isForRoom, inputs: schema }: BlueprintDetail, given: Given): object {
  const { person, inputs } = given;
  if (isForRoom) return { room: roomNumber(given.room) };
  if (!isForPerson) return { inputs };
  return Object.keys(schema?.properties ?? {}).length > 0 ? { person, inputs } : { person };
}

/** Of a room's number, or of its address: `…/rooms/shared/123`, perhaps with more behind it. */
function roomNumber(text: string): number | undefined {
  const found = /^(\d+)$|\/rooms\/shared\/(\d+)/.exec(text.trim());
  return found ? Number(found[1] ?? found[2]) : undefined;
}

function issuesOf(error: Error | null): readonly FieldIssue[] {
  return error instanceof Problem ? error.errors : [];
}

function RoomField({ value, onChange }: { readonly value: string; readonly onChange: (room: string) => void }) {
  return (
    <Field label={text.room} hint={text.roomHint}>
      {(props) => <input {...props} value={value} onChange={({ target }) => onChange(target.value)} />}
    </Field>
  );
}

function PersonField({ onChange }: { readonly onChange: (person: string) => void }) {
  return (
    <Field label={text.person} hint={text.personHint}>
      {(props) => (
        <Finder
          what="people"
          id={props.id}
          placeholder={text.personHint}
          describedBy={props['aria-describedby']}
          isInvalid={props['aria-invalid']}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

interface PreviewProps {
  readonly plan: PlanView;
  readonly name: string;
  readonly body: object;
}

/** The plan, and the one button that starts it. Pressed twice, or after a lost answer, it starts the same run. */
function Preview({ plan, name, body }: PreviewProps) {
  const navigate = useNavigate();
  const { act, error, isActing } = useAct();
  const [key] = useState(() => crypto.randomUUID());
  const isNothing = plan.lines.length === 0;
  const start = (): void =>
    act(
      () => ask(RunSummary, `/blueprints/${name}/runs`, { method: 'POST', body, key }),
      (run) => void navigate({ to: '/runs/$id', params: { id: run.id } }),
    );
  return (
    <Card title={isNothing ? text.nothing : text.plan} className="preview">
      <div aria-live="polite">{isNothing ? <p>{plan.reason}</p> : <PlanLines lines={plan.lines} />}</div>
      {error && <ErrorNote error={error} />}
      {!isNothing && (
        <button type="button" className="button primary" disabled={isActing} onClick={start}>
          <Play aria-hidden size={16} /> {text.start}
        </button>
      )}
    </Card>
  );
}
