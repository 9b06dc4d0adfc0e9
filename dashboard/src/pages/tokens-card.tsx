import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../api/ask.ts';
import { tokensQuery } from '../api/queries.ts';
import { Nothing, roles } from '../api/schemas.ts';
import { NewToken, type Token } from '../api/settings-schemas.ts';
import { formatDay } from '../format.ts';
import { messages } from '../messages.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/fields.tsx';
import { ErrorNote, Loaded } from '../ui/loaded.tsx';
import { Card, Pill } from '../ui/parts.tsx';
import { useAct } from '../ui/use-act.ts';
import { CopyButton } from './room-links.tsx';

const text = messages.settings;

/** Tokens and their roles; a new one is shown once. */
export function TokensCard() {
  const query = useQuery(tokensQuery);
  return (
    <Card title={text.tokens} text={text.tokensText}>
      <Loaded query={query}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <p className="faint">{text.noTokens}</p>
          ) : (
            <ul className="list">
              {tokens.map((token) => (
                <TokenLine key={token.name} token={token} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <NewTokenForm />
    </Card>
  );
}

function TokenLine({ token: { name, role, createdAt, expiresAt, blueprints } }: { readonly token: Token }) {
  const client = useQueryClient();
  return (
    <li className="spread">
      <span>
        <strong>{name}</strong> <Pill tone={role === 'admin' ? 'attention' : 'still'}>{role}</Pill>
        <span className="sub">
          {[
            formatDay(createdAt),
            expiresAt && messages.rooms.until(formatDay(expiresAt)),
            blueprints && text.limitedTo(blueprints.join(', ')),
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      </span>
      <Confirm
        label={text.revoke}
        className="button small quiet"
        title={text.revokeTitle(name)}
        action={text.revoke}
        isDanger
        onConfirm={async () => {
          await ask(Nothing, `/tokens/${encodeURIComponent(name)}`, { method: 'DELETE' });
          await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
        }}
      >
        <p>{text.revokeText}</p>
      </Confirm>
    </li>
  );
}

/** What the form holds; an end that is left empty is none. */
function readForm(form: HTMLFormElement): object {
  const data = new FormData(form);
  const field = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const days = field('days') === '' ? {} : { expiresInDays: Number(field('days')) };
  return { name: field('name'), role: field('role'), ...days };
}

function NewTokenForm() {
  const client = useQueryClient();
  const [made, setMade] = useState('');
  const { act, error, isActing } = useAct();
  const submit = (form: HTMLFormElement): void =>
    act(
      () => ask(NewToken, '/tokens', { method: 'POST', body: readForm(form) }),
      ({ token }) => {
        setMade(token);
        form.reset();
        void client.invalidateQueries({ queryKey: tokensQuery.queryKey });
      },
    );
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <TokenFields />
      <button className="button" disabled={isActing}>
        <KeyRound aria-hidden size={16} /> {text.newToken}
      </button>
      {error && <ErrorNote error={error} />}
      {made !== '' && (
        <p className="made" role="status">
          {text.made} <code>{made}</code> <CopyButton value={made} />
        </p>
      )}
    </form>
  );
}

function TokenFields() {
  return (
    <>
      <Field label={text.tokenName}>{(props) => <input {...props} className="input" name="name" required />}</Field>
      <Field label={text.role}>
        {(props) => (
          <select {...props} className="input" name="role">
            {roles.map((role) => (
              <option key={role} value={role}>
                {`${role}: ${messages.roles[role]}`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.expires} hint={text.expiresHint}>
        {(props) => <input {...props} className="input" name="days" type="number" min="1" max="3650" />}
      </Field>
    </>
  );
}
