import type { UseQueryResult } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { messages } from '../messages.ts';

interface LoadedProps<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, once it is there; until then that it loads, or why it cannot be shown. Old data stays while newer is asked for. */
export function Loaded<T>({ query: { data, error, refetch }, children }: LoadedProps<T>) {
  if (data !== undefined) return children(data);
  if (error) return <ErrorNote error={error} onAgain={() => void refetch()} />;
  return (
    <div className="loading" role="status" aria-label={messages.common.loading}>
      <span />
      <span />
      <span />
    </div>
  );
}

interface ErrorNoteProps {
  readonly error: Error;
  readonly onAgain?: () => void;
}

/** An error with what to do. */
export function ErrorNote({ error, onAgain }: ErrorNoteProps) {
  const { title, hint, errors } =
    error instanceof Problem ? error : { title: messages.errors.page, hint: undefined, errors: [] };
  return (
    <div className="error-note" role="alert">
      <CircleAlert aria-hidden size={18} />
      <div>
        <p className="error-title">{title}</p>
        <p>{error.message}</p>
        {hint && errors.length === 0 && <p className="faint">{hint}</p>}
        {errors.length > 0 && (
          <ul>
            {errors.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        )}
        {onAgain && (
          <button className="button quiet small" onClick={onAgain}>
            {messages.errors.again}
          </button>
        )}
      </div>
    </div>
  );
}
