"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { Provider } from "@/lib/dns/providers/catalog";

const KnownContext = createContext<Provider | null>(null);

/** The DNS provider that the server has found for the page's domain, so that its script needs no list of all of them. */
export function KnownProvider({ provider, children }: { provider: Provider | null; children: ReactNode }) {
  return <KnownContext value={provider}>{children}</KnownContext>;
}

/** The provider of a key; null where it is unknown. Another one than the page's, as after a move, loads the list. */
export function useProvider(key: string | null): Provider | null {
  const known = useContext(KnownContext);
  const [all, setAll] = useState<readonly Provider[]>([]);
  const isOther = key !== null && key !== known?.key;
  useEffect(() => {
    if (!isOther) return;
    import("@/lib/dns/providers/catalog").then(
      ({ providers }) => setAll(providers),
      () => undefined,
    );
  }, [isOther]);
  return [known, ...all].find((provider) => provider?.key === key) ?? null;
}
