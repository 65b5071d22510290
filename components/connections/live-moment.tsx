"use client";

import { useEffect, useRef } from "react";
import { type SandboxEdge, visitUrl } from "@/components/connections/visit-link";
import { toast } from "@/components/ui/toast";
import type { ConnectionResource } from "@/lib/connections/schema";

/** Says, in view wherever the page is scrolled to, that the domain has just gone live. The focus stays where it is. */
export function useLiveMoment(
  { hostname, hostnameUnicode, state }: Pick<ConnectionResource, "hostname" | "hostnameUnicode" | "state">,
  sandbox: SandboxEdge | null,
): void {
  const before = useRef(state);
  useEffect(() => {
    const wasLive = before.current === "live";
    before.current = state;
    if (wasLive || state !== "live") return;
    toast({
      title: `${hostnameUnicode} is live`,
      text: "Visitors reach it over HTTPS.",
      ...(sandbox === null ? { action: { label: "Visit", href: visitUrl(hostname) } } : {}),
    });
  }, [state, hostname, hostnameUnicode, sandbox]);
}
