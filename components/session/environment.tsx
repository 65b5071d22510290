"use client";

import { usePathname, useSearchParams } from "next/navigation";
import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import {
  environmentCookie,
  environmentParam,
  isObjectPath,
  readEnvironment,
  withEnvironment,
} from "@/components/session/environment-address";
import { LinkAddress } from "@/components/ui/link";
import type { Environment } from "@/lib/kernel/scopes";

type Shown = {
  environment: Environment;
  /** The page shows an object of this environment, until the returned function is called. */
  showObject: (environment: Environment) => () => void;
  remember: (environment: Environment) => void;
};

const ShownContext = createContext<Shown | null>(null);

/**
 * The environment that the dashboard shows: the one of the object whose page is open, else the one in the URL, else the last
 * one. It adds it to the URL, and to every Link inside.
 */
export function EnvironmentProvider({
  tenantId,
  initial,
  children,
}: {
  tenantId: string;
  initial: Environment;
  children: ReactNode;
}) {
  const path = usePathname() ?? "";
  const asked = readEnvironment(useSearchParams()?.get(environmentParam));
  const [last, setLast] = useState(initial);
  const [ofObject, setOfObject] = useState<Environment | null>(null);
  const environment = ofObject ?? (isObjectPath(path) ? last : (asked ?? last));

  useEffect(() => setLast(environment), [environment]);

  useEffect(() => {
    if (asked !== null || isObjectPath(path)) return;
    const here = `${location.pathname}${location.search}${location.hash}`;
    const address = withEnvironment(here, environment);
    // The router may be about to show another page, whose URL is not this one yet.
    if (address !== here && location.pathname === path) history.replaceState(history.state, "", address);
  }, [asked, path, environment]);

  const showObject = useCallback((next: Environment) => {
    // It is known before each part of the page is hydrated: React would drop the server's markup of the others.
    startTransition(() => setOfObject(next));
    return () => setOfObject(null);
  }, []);
  const remember = useCallback(
    (next: Environment) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the browsers we support
      document.cookie = environmentCookie(tenantId, next);
    },
    [tenantId],
  );
  const shown = useMemo(() => ({ environment, showObject, remember }), [environment, showObject, remember]);
  const addressOf = useCallback((href: string) => withEnvironment(href, environment), [environment]);
  return (
    <ShownContext value={shown}>
      <LinkAddress value={addressOf}>{children}</LinkAddress>
    </ShownContext>
  );
}

function useShown(): Shown {
  const shown = useContext(ShownContext);
  if (!shown) throw new Error("useEnvironment is for pages inside the dashboard");
  return shown;
}

/** What lists, counts and figures show. Pass it to their queries. */
export function useEnvironment(): Environment {
  return useShown().environment;
}

/** Stores a choice for the next visit. Where to show it is up to the link that was followed. */
export function useRememberEnvironment(): (environment: Environment) => void {
  return useShown().remember;
}

/** For the page of one object: the dashboard shows the object's environment. Undefined: not known yet. */
export function useObjectEnvironment(environment: Environment | undefined): void {
  const { showObject } = useShown();
  useEffect(() => {
    if (environment) return showObject(environment);
  }, [environment, showObject]);
}
