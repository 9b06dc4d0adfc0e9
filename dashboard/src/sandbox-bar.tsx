import { Archive, ExternalLink, FlaskConical, UserPlus, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { ask } from './api/ask.ts';
import { Said } from './api/settings-schemas.ts';
import { messages } from './messages.ts';
import { useAct } from './ui/use-act.ts';

const plays = [
  { path: '/sandbox/people', text: messages.sandbox.person, icon: UserPlus },
  { path: '/sandbox/guests', text: messages.sandbox.guest, icon: UserRoundPlus },
  { path: '/sandbox/archive', text: messages.sandbox.archive, icon: Archive },
] as const;

/** Buttons to play with the sandbox portal. */
export function SandboxBar({ url }: { readonly url: string }) {
  const [said, setSaid] = useState('');
  const { act, error, isActing } = useAct();
  return (
    <section className="sandbox" aria-label={messages.sandbox.banner}>
      <p>
        <FlaskConical aria-hidden size={16} />
        {messages.sandbox.banner}
      </p>
      <div className="actions">
        {plays.map(({ path, text, icon: Icon }) => (
          <button
            key={path}
            className="button small"
            disabled={isActing}
            onClick={() =>
              act(
                () => ask(Said, path, { method: 'POST' }),
                (answer) => setSaid(answer.text),
              )
            }
          >
            <Icon aria-hidden size={15} />
            {text}
          </button>
        ))}
        <a className="button plain small" href={url} target="_blank" rel="noreferrer">
          {messages.sandbox.open}
          <ExternalLink aria-hidden size={13} />
        </a>
      </div>
      <p className="said" role="status">
        {error ? error.message : said}
      </p>
    </section>
  );
}
