import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ListChecks, SearchX } from 'lucide-react';
import { useState } from 'react';
import { blueprintsQuery, runsQuery } from '../api/queries.ts';
import { runStates } from '../api/schemas.ts';
import { messages } from '../messages.ts';
import { Choice, SearchBox } from '../ui/fields.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Card, Empty, Page } from '../ui/parts.tsx';
import { RunList } from './run-list.tsx';

const route = getRouteApi('/runs');
const text = messages.runs;

const sinceHours = { hour: 1, day: 24, week: 168 } as const;

function isSince(word: string | undefined): word is keyof typeof sinceHours {
  return word !== undefined && Object.hasOwn(sinceHours, word);
}

/** Every run, by filters that stand in the address, live. */
export function RunsPage() {
  const { since, ...filters } = route.useSearch();
  // Taken once for each choice: a time that moved on would ask anew each moment.
  const [now] = useState(() => Date.now());
  const from = isSince(since) ? new Date(now - sinceHours[since] * 3_600_000).toISOString() : undefined;
  const query = useInfiniteQuery(runsQuery({ ...filters, since: from }));
  const isFiltered = [since, ...Object.values(filters)].some((value) => value !== undefined);
  return (
    <Page title={text.title} lead={text.lead}>
      <Filters />
      <Card className="flush">
        <Loaded query={query}>
          {({ pages }) => {
            const runs = pages.flatMap((page) => page.runs);
            return runs.length > 0 ? <RunList runs={runs} /> : <NoRuns isFiltered={isFiltered} />;
          }}
        </Loaded>
        <MoreButton query={query} />
      </Card>
    </Page>
  );
}

function NoRuns({ isFiltered }: { readonly isFiltered: boolean }) {
  const navigate = route.useNavigate();
  if (!isFiltered) {
    return (
      <Empty icon={ListChecks} title={text.none}>
        <p>{text.noneText}</p>
      </Empty>
    );
  }
  return (
    <Empty icon={SearchX} title={text.noMatch}>
      <p>{text.noMatchText}</p>
      <button className="button" onClick={() => void navigate({ search: {} })}>
        {text.clear}
      </button>
    </Empty>
  );
}

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(blueprintsQuery);
  const set = (name: keyof typeof search) => (value: string) =>
    void navigate({ search: { ...search, [name]: value === '' ? undefined : value }, replace: true });
  const names = data?.blueprints.map(({ name }) => name) ?? [];
  const { all } = messages.common;
  return (
    <div className="filters" role="search">
      <Choice
        label={text.state}
        value={search.state ?? ''}
        choices={[['', all], ...runStates.map((state) => [state, messages.states[state]] as const)]}
        onChange={set('state')}
      />
      <Choice
        label={text.blueprint}
        value={search.blueprint ?? ''}
        choices={[['', all], ...names.map((name) => [name, name] as const)]}
        onChange={set('blueprint')}
      />
      <Choice
        label={text.since}
        value={search.since ?? ''}
        choices={[
          ['', text.sinces.any],
          ...(['hour', 'day', 'week'] as const).map((one) => [one, text.sinces[one]] as const),
        ]}
        onChange={set('since')}
      />
      <SearchBox
        label={text.subject}
        placeholder={text.subjectHint}
        value={search.subject ?? ''}
        onChange={set('subject')}
      />
    </div>
  );
}
