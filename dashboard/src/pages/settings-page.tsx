import { Switch } from '@base-ui/react/switch';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ask } from '../api/ask.ts';
import { connectorsQuery, doctorQuery, overviewQuery } from '../api/queries.ts';
import { type Check, Nothing, type Overview } from '../api/schemas.ts';
import { AlertSent, Said, type Connector } from '../api/settings-schemas.ts';
import { formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { useMay, useSession } from '../session.tsx';
import { ErrorNote, Loaded } from '../ui/loaded.tsx';
import { Card, Page, Pill } from '../ui/parts.tsx';
import { useAct } from '../ui/use-act.ts';
import { AuditCard } from './audit-card.tsx';
import { CheckTile } from './overview-page.tsx';
import { TokensCard } from './tokens-card.tsx';

const text = messages.settings;

/** What must work, the freeze switch, connectors, tokens and the audit, each for those who may see it. */
export function SettingsPage() {
  const session = useSession();
  const [mayAct, isAdmin] = [useMay('operator'), useMay('admin')];
  const query = useQuery(overviewQuery);
  const lead = session && `${text.signedInAs(session.name, session.role)}. ${text.version(session.version)}.`;
  return (
    <Page title={text.title} lead={lead}>
      <Loaded query={query}>
        {(overview) => (
          <>
            <FreezeCard overview={overview} mayTurn={isAdmin} />
            {mayAct ? <DoctorCard /> : <Findings checks={overview.checks} />}
          </>
        )}
      </Loaded>
      {mayAct && <ConnectorsCard mayTest={isAdmin} />}
      {isAdmin && <TokensCard />}
      {isAdmin && <AuditCard />}
    </Page>
  );
}

/** What doctor finds when it looks now: it asks the portal and the connectors, so only those who act may have it look. */
function DoctorCard() {
  const query = useQuery(doctorQuery);
  const again = (
    <button className="button quiet" disabled={query.isFetching} onClick={() => void query.refetch()}>
      {text.lookAgain}
    </button>
  );
  return <Loaded query={query}>{({ checks }) => <Findings checks={checks} actions={again} />}</Loaded>;
}

interface FindingsProps {
  readonly checks: readonly Check[];
  readonly actions?: ReactNode;
}

function Findings({ checks, actions }: FindingsProps) {
  return (
    <Card title={text.doctor} text={text.doctorText} actions={actions}>
      <ul className="checks">
        {checks.map((check, index) => (
          <CheckTile key={`${index} ${check.name}`} check={check} />
        ))}
      </ul>
    </Card>
  );
}

interface FreezeProps {
  readonly overview: Overview;
  readonly mayTurn: boolean;
}

function FreezeCard({ overview: { freeze }, mayTurn }: FreezeProps) {
  const client = useQueryClient();
  const { act, error, isActing } = useAct();
  const turn = (on: boolean): void =>
    act(
      () => ask(Nothing, '/freeze', { method: on ? 'POST' : 'DELETE' }),
      () => void client.invalidateQueries({ queryKey: overviewQuery.queryKey }),
    );
  return (
    <Card className={freeze ? 'frozen' : ''}>
      <div className="spread">
        <div>
          <h2 id="freeze">{text.freeze}</h2>
          <p className="faint">{text.freezeText}</p>
          {freeze && <p>{text.freezeOn(freeze.by, formatTime(freeze.since))}</p>}
        </div>
        <Switch.Root
          className="switch"
          aria-labelledby="freeze"
          checked={freeze !== undefined}
          disabled={!mayTurn || isActing}
          onCheckedChange={turn}
        >
          <Switch.Thumb className="switch-thumb" />
        </Switch.Root>
      </div>
      {error && <ErrorNote error={error} />}
    </Card>
  );
}

function ConnectorsCard({ mayTest }: { readonly mayTest: boolean }) {
  const query = useQuery(connectorsQuery);
  return (
    <Card title={text.connectors} text={text.connectorsText}>
      <Loaded query={query}>
        {({ connectors }) => (
          <>
            <ul className="list">
              {connectors.map((connector) => (
                <ConnectorLine key={connector.name} connector={connector} mayTest={mayTest} />
              ))}
            </ul>
            {mayTest && <TestAlert />}
          </>
        )}
      </Loaded>
    </Card>
  );
}

/** Sends an alert that says it is a test, by every way that is set up. */
function TestAlert() {
  const [sentBy, setSentBy] = useState<readonly string[]>([]);
  const { act, error, isActing } = useAct();
  return (
    <div>
      <button
        className="button small"
        disabled={isActing}
        onClick={() =>
          act(
            () => ask(AlertSent, '/alerts/test', { method: 'POST' }),
            (answer) => setSentBy(answer.sentBy),
          )
        }
      >
        {text.testAlert}
      </button>
      <p className="said" role="status">
        {sentBy.length > 0 && text.alertSent(sentBy.join(', '))}
      </p>
      {error && <ErrorNote error={error} />}
    </div>
  );
}

interface ConnectorProps {
  readonly connector: Connector;
  readonly mayTest: boolean;
}

function ConnectorLine({ connector: { name, title, isSet, text: about, test }, mayTest }: ConnectorProps) {
  const [said, setSaid] = useState('');
  const { act, error, isActing } = useAct();
  return (
    <li>
      <div className="spread">
        <span>
          <strong>{title}</strong> <Pill tone={isSet ? 'good' : 'still'}>{isSet ? text.set : text.unset}</Pill>
        </span>
        {mayTest && test && (
          <button
            className="button small"
            title={test}
            disabled={isActing}
            onClick={() =>
              act(
                () => ask(Said, `/connectors/${name}/test`, { method: 'POST' }),
                (answer) => setSaid(answer.text),
              )
            }
          >
            {text.test}
          </button>
        )}
      </div>
      <span className="faint">{about}</span>
      <p className="said" role="status">
        {said}
      </p>
      {error && <ErrorNote error={error} />}
    </li>
  );
}
