import { createContext, use, type ReactNode } from 'react';
import { roles, type Role, type Session } from './api/schemas.ts';

const Current = createContext<Session | undefined>(undefined);

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <Current value={session}>{children}</Current>;
}

/** Whether whoever looks may do what needs this role. The service decides; this only spares buttons that would be refused. */
export function useMay(needed: Role): boolean {
  const session = use(Current);
  return session !== undefined && roles.indexOf(session.role) >= roles.indexOf(needed);
}

export function useSession(): Session | undefined {
  return use(Current);
}
