import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { AppFrame } from './app-frame.tsx';
import { messages } from './messages.ts';
import { OverviewPage } from './pages/overview-page.tsx';
import { ErrorNote } from './ui/loaded.tsx';
import { Page } from './ui/parts.tsx';
import { basePath } from './api/base-path.ts';

const root = createRootRoute({ component: AppFrame, notFoundComponent: NotFound });

const maybe = z.string().min(1).optional().catch(undefined);

/** Filters stand in the address, so that what is seen can be sent to somebody. */
const RunsSearch = z.object({ state: maybe, blueprint: maybe, subject: maybe, since: maybe });
const RoomsSearch = z.object({ blueprint: maybe, state: maybe, text: maybe });
const GuestsSearch = z.object({ text: maybe });
const RunSearch = z.object({ attempt: z.coerce.number().int().min(1).optional().catch(undefined) });

const overview = createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage });

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: RunsSearch,
  component: lazyRouteComponent(() => import('./pages/runs-page.tsx'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$id',
  validateSearch: RunSearch,
  component: lazyRouteComponent(() => import('./pages/run-page.tsx'), 'RunPage'),
});

const blueprints = createRoute({
  getParentRoute: () => root,
  path: '/blueprints',
  component: lazyRouteComponent(() => import('./pages/blueprints-page.tsx'), 'BlueprintsPage'),
});

const blueprint = createRoute({
  getParentRoute: () => root,
  path: '/blueprints/$name',
  component: lazyRouteComponent(() => import('./pages/blueprint-page.tsx'), 'BlueprintPage'),
});

const form = createRoute({
  getParentRoute: () => root,
  path: '/blueprints/$name/run',
  component: lazyRouteComponent(() => import('./pages/form-page.tsx'), 'FormPage'),
});

const csv = createRoute({
  getParentRoute: () => root,
  path: '/blueprints/$name/csv',
  component: lazyRouteComponent(() => import('./pages/csv-page.tsx'), 'CsvPage'),
});

const batch = createRoute({
  getParentRoute: () => root,
  path: '/batches/$id',
  component: lazyRouteComponent(() => import('./pages/batch-page.tsx'), 'BatchPage'),
});

const rooms = createRoute({
  getParentRoute: () => root,
  path: '/rooms',
  validateSearch: RoomsSearch,
  component: lazyRouteComponent(() => import('./pages/rooms-page.tsx'), 'RoomsPage'),
});

const room = createRoute({
  getParentRoute: () => root,
  path: '/rooms/$id',
  component: lazyRouteComponent(() => import('./pages/room-page.tsx'), 'RoomPage'),
});

const guests = createRoute({
  getParentRoute: () => root,
  path: '/guests',
  validateSearch: GuestsSearch,
  component: lazyRouteComponent(() => import('./pages/guests-page.tsx'), 'GuestsPage'),
});

const deliveries = createRoute({
  getParentRoute: () => root,
  path: '/deliveries',
  component: lazyRouteComponent(() => import('./pages/deliveries-page.tsx'), 'DeliveriesPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings-page.tsx'), 'SettingsPage'),
});

const tree = root.addChildren([
  ...[overview, runs, run, blueprints, blueprint, form, csv],
  ...[batch, rooms, room, guests, deliveries, settings],
]);

function NotFound() {
  return <Page title={messages.errors.notFound}>{null}</Page>;
}

function Failure({ error }: { readonly error: unknown }) {
  return (
    <Page title={messages.errors.page}>
      <ErrorNote error={error instanceof Error ? error : new Error(String(error))} onAgain={() => location.reload()} />
    </Page>
  );
}

export function createAppRouter() {
  return createRouter({
    routeTree: tree,
    basepath: basePath === '' ? '/' : basePath,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: Failure,
    defaultNotFoundComponent: NotFound,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
