import type { LucideIcon } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import type { Condition, PlanLine, RunState } from '../api/schemas.ts';
import { formatAgo, formatTime, tones, type Tone } from '../format.ts';
import { messages } from '../messages.ts';
import { useNow } from './use-now.ts';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly back?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with its heading, which is also the title of the window. */
export function Page({ title, lead, back, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} – ${messages.brand}`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        {back && <div className="back">{back}</div>}
        <div className="page-title">
          <h1>{title}</h1>
          {actions && <div className="actions">{actions}</div>}
        </div>
        {lead && <div className="lead">{lead}</div>}
      </header>
      {children}
    </>
  );
}

interface CardProps {
  readonly title?: string;
  readonly text?: string;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a page. */
export function Card({ title, text, actions, className = '', children }: CardProps) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      {title && (
        <div className="card-head">
          <div>
            <h2>{title}</h2>
            {text && <p className="faint">{text}</p>}
          </div>
          {actions && <div className="actions">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
}

/** What is said where nothing is. */
export function Empty({ icon: Icon, title, children }: EmptyProps) {
  return (
    <div className="empty">
      <Icon aria-hidden size={28} strokeWidth={1.5} />
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

export function Pill({
  tone,
  children,
  title,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly title?: string;
}) {
  return (
    <span className={`pill ${tone}`} title={title}>
      {children}
    </span>
  );
}

export function StatePill({ state }: { readonly state: RunState }) {
  return (
    <Pill tone={tones[state]} title={messages.meanings[state]}>
      {state === 'running' && <span className="pulse" />}
      {messages.states[state]}
    </Pill>
  );
}

/** How long ago, with the exact time for those who point at it. */
export function Ago({ time }: { readonly time: string }) {
  const now = useNow();
  return (
    <time dateTime={time} title={formatTime(time)}>
      {formatAgo(time, now)}
    </time>
  );
}

const marks = { '+': 'plus', '~': 'change', '-': 'minus', '=': 'same' } as const;

/** A plan as the tree of its room. */
export function PlanLines({ lines }: { readonly lines: readonly PlanLine[] }) {
  return (
    <ol className="plan">
      {lines.map(({ depth, mark, text }, index) => (
        <li key={`${index} ${text}`} className={`${marks[mark]} depth-${Math.min(depth, 6)}`}>
          <span className="mark">{mark === '-' ? '−' : mark}</span>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

/** Each condition with its value. */
export function Conditions({ conditions }: { readonly conditions: readonly Condition[] }) {
  return (
    <ul className="conditions">
      {conditions.map(({ name, value }) => (
        <li key={name}>
          <code>{name}</code>
          <Pill tone={value === true ? 'good' : 'attention'}>
            {typeof value === 'boolean' ? (value ? messages.deliveries.yes : messages.deliveries.no) : value}
          </Pill>
        </li>
      ))}
    </ul>
  );
}

/** A link to another site; text where it is none that a browser may open. */
export function Outside({ url, children }: { readonly url: string | undefined; readonly children: ReactNode }) {
  if (url === undefined || !/^https?:\/\//i.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

/** A text of a blueprint, its expressions told apart from words. */
export function Expression({ text }: { readonly text: string }) {
  return (
    <>
      {text
        .split(/(\{\{.*?\}\})/)
        .filter((part) => part !== '')
        .map((part, index) => {
          const inner = /^\{\{\s*(.*?)\s*\}\}$/.exec(part)?.[1];
          if (inner === undefined) return <span key={`${index} ${part}`}>{part}</span>;
          const setting = /^env\.(\w+)$/.exec(inner)?.[1];
          return (
            <span key={`${index} ${part}`} className="variable">
              {setting === undefined ? inner : messages.blueprints.setting(setting)}
            </span>
          );
        })}
    </>
  );
}
