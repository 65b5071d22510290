"use client";

import { createContext, type ReactNode, useContext } from "react";
import { EnvironmentProvider } from "@/components/session/environment";
import type { SessionResource } from "@/lib/accounts/users/schema";
import type { Environment } from "@/lib/kernel/scopes";

/** What the shell and every page know about the visitor. */
export type ShellSession = Omit<SessionResource, "tenant"> & {
  tenant: NonNullable<SessionResource["tenant"]>;
  sandbox: boolean;
  /** What the dashboard shows until another one is chosen. */
  environment: Environment;
};

const SessionContext = createContext<ShellSession | null>(null);

export function ShellSessionProvider({ session, children }: { session: ShellSession; children: ReactNode }) {
  return (
    <SessionContext value={session}>
      <EnvironmentProvider tenantId={session.tenant.id} initial={session.environment}>
        {children}
      </EnvironmentProvider>
    </SessionContext>
  );
}

/** The same for what is also shown outside of the dashboard; null there. */
export function useFoundShellSession(): ShellSession | null {
  return useContext(SessionContext);
}

/** The visitor, their tenant and role. Hiding a control is a courtesy: the API enforces access. */
export function useShellSession(): ShellSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useShellSession is for pages inside the dashboard");
  return session;
}
