import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { z } from 'zod';
import { sessionQuery } from './api/queries.ts';
import { basePath } from './api/base-path.ts';

const Things = z.object({ things: z.array(z.string()) });

const Connection = createContext(true);

/** Whether the service tells of changes just now. */
export function useIsLive(): boolean {
  return use(Connection);
}

/** Changes that come close together are asked about once. */
const gatherMs = 150;
/** What shows the state of runs, or of settings, among other things. */
const shownWith: Readonly<Record<string, readonly string[]>> = {
  runs: ['overview', 'batches', 'deliveries'],
  settings: ['overview'],
  deliveries: ['overview'],
};

const tryAgainMs = 1_500;

/** Hears what changes, and lets what is shown be asked for again. Heals by itself after the connection was lost. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [isLive, setIsLive] = useState(true);
  useEffect(() => listen(client, setIsLive), [client]);
  return <Connection value={isLive}>{children}</Connection>;
}

/** Gathers what an event names, and lets it be asked for again. */
function createGatherer(client: QueryClient): {
  readonly gather: (event: MessageEvent<string>) => void;
  readonly stop: () => void;
} {
  const gathered = new Set<string>();
  let timer: number | undefined;

  function tellAll(): void {
    timer = undefined;
    const keys = new Set([...gathered].flatMap((thing) => [thing, ...(shownWith[thing] ?? [])]));
    for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
    gathered.clear();
  }

  return {
    gather({ data }) {
      for (const thing of Things.parse(JSON.parse(data)).things) gathered.add(thing);
      timer ??= window.setTimeout(tellAll, gatherMs);
    },
    stop: () => window.clearTimeout(timer),
  };
}

function listen(client: QueryClient, tell: (isLive: boolean) => void): () => void {
  const { gather, stop } = createGatherer(client);
  let source: EventSource | undefined;
  let retry: number | undefined;
  let wasLost = false;

  function open(): void {
    source?.close();
    if (document.hidden) return;
    source = new EventSource(`${basePath}/api/events`);
    source.addEventListener('hello', (event: MessageEvent<string>) => {
      tell(true);
      // What changed between the answers that are shown and now was not heard.
      if (wasLost) void client.invalidateQueries();
      else gather(event);
      wasLost = false;
    });
    source.addEventListener('changed', gather);
    source.addEventListener('error', lose);
  }

  function lose(): void {
    tell(false);
    wasLost = true;
    source?.close();
    window.clearTimeout(retry);
    retry = window.setTimeout(() => void openAgain(), tryAgainMs);
  }

  /** Asking who we are first leads to the sign-in page where the session has ended. */
  async function openAgain(): Promise<void> {
    try {
      await client.query({ ...sessionQuery, staleTime: 0, retry: false });
      open();
    } catch {
      retry = window.setTimeout(() => void openAgain(), tryAgainMs);
    }
  }

  /** A browser holds few connections to one place, all tabs together: those that nobody looks at give theirs back. */
  function followVisibility(): void {
    window.clearTimeout(retry);
    wasLost = true;
    open();
  }
  open();
  document.addEventListener('visibilitychange', followVisibility);
  window.addEventListener('offline', lose);
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    window.removeEventListener('offline', lose);
    source?.close();
    stop();
    window.clearTimeout(retry);
  };
}
