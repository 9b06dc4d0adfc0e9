import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { messages } from '../messages.ts';

type MoreProps = {
  readonly query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
};

/** Asks for the next page of a list, where there is one. */
export function MoreButton({ query: { hasNextPage, isFetchingNextPage, fetchNextPage } }: MoreProps) {
  if (!hasNextPage) return null;
  return (
    <div className="more">
      <button className="button quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {messages.common.more}
      </button>
    </div>
  );
}
