import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import {
  BookOpen,
  DoorOpen,
  Gauge,
  Inbox,
  ListChecks,
  Settings2,
  Snowflake,
  Unplug,
  UserRoundCheck,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { overviewQuery, sessionQuery } from './api/queries.ts';
import type { Session } from './api/schemas.ts';
import { LiveProvider, useIsLive } from './live.tsx';
import { messages } from './messages.ts';
import { SandboxBar } from './sandbox-bar.tsx';
import { ThemeChoice } from './theme-choice.tsx';
import { ErrorNote } from './ui/loaded.tsx';
import { SessionProvider } from './session.tsx';
import { basePath } from './api/base-path.ts';

const places = [
  { to: '/', text: messages.nav.overview, icon: Gauge },
  { to: '/runs', text: messages.nav.runs, icon: ListChecks },
  { to: '/blueprints', text: messages.nav.blueprints, icon: BookOpen },
  { to: '/rooms', text: messages.nav.rooms, icon: DoorOpen },
  { to: '/guests', text: messages.nav.guests, icon: UserRoundCheck },
  { to: '/deliveries', text: messages.nav.deliveries, icon: Inbox },
  { to: '/settings', text: messages.nav.settings, icon: Settings2 },
] as const;

/** What stands around each page: where one can go, who one is, and what must not be missed. */
export function AppFrame() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (session) {
    return (
      <SessionProvider session={session}>
        <LiveProvider>
          <Frame session={session} />
        </LiveProvider>
      </SessionProvider>
    );
  }
  return <main className="alone">{error && <ErrorNote error={error} onAgain={() => void refetch()} />}</main>;
}

function Frame({ session }: { readonly session: Session }) {
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {messages.skip}
      </a>
      <aside className="side">
        <Link to="/" className="brand">
          <Bell />
          {messages.brand}
        </Link>
        <Menu />
        <Identity session={session} />
      </aside>
      <div className="stage">
        <Notices session={session} />
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}

/** On a phone it is longer than the screen is wide, and shows the part that one is in. */
function Menu() {
  const { pathname } = useLocation();
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    menu.current?.querySelector('.active')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname]);
  return (
    <nav aria-label={messages.menu} ref={menu}>
      {places.map(({ to, text, icon: Icon }) => (
        <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
          <Icon aria-hidden size={18} strokeWidth={1.75} />
          {text}
        </Link>
      ))}
    </nav>
  );
}

function Identity({ session: { name, role } }: { readonly session: Session }) {
  return (
    <div className="identity">
      <ThemeChoice />
      <p>
        <span className="who" title={name}>
          {name}
        </span>
        <span className="faint">{messages.roles[role]}</span>
      </p>
      <form method="post" action={`${basePath}/logout`}>
        <a href={`${basePath}/api-reference`}>{messages.api}</a>
        <button className="plain">{messages.signOut}</button>
      </form>
    </div>
  );
}

function Notices({ session: { portal, role } }: { readonly session: Session }) {
  const isLive = useIsLive();
  const { data } = useQuery(overviewQuery);
  return (
    <>
      <div role="status">
        {!isLive && (
          <p className="notice bad">
            <Unplug aria-hidden size={16} />
            {messages.live.lost}
          </p>
        )}
      </div>
      {data?.freeze && (
        <p className="notice frozen">
          <Snowflake aria-hidden size={16} />
          {messages.frozen(data.freeze.by)}
        </p>
      )}
      {portal.kind === 'sandbox' && role !== 'viewer' && <SandboxBar url={portal.url} />}
    </>
  );
}

/** A desk bell: what one rings for a concierge. */
function Bell() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden fill="currentColor">
      <path d="M12 4.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Z" />
      <path d="M3.2 16.6a8.8 8.8 0 0 1 17.6 0Z" />
      <rect x="2" y="17.8" width="20" height="2.4" rx="1.2" />
    </svg>
  );
}
