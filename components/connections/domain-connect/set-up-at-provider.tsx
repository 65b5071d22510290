"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleAlert, ExternalLink, Info } from "lucide-react";
import { flowNews } from "@/components/connections/domain-connect/flow-news";
import { domainConnectOfferQuery } from "@/components/connections/domain-connect/queries";
import { useShellSession } from "@/components/session/shell-session";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { startDomainConnectCall } from "@/lib/api/calls/start-domain-connect";
import { request } from "@/lib/api/client";
import type { DomainConnectOffer } from "@/lib/connections/domain-connect/schema";
import type { ConnectionResource, EventResource } from "@/lib/connections/schema";

/** Sets the records at the DNS provider's own page, where it offers that. Elsewhere it shows nothing. */
export function SetUpAtProvider({
  connection,
  events,
}: {
  connection: ConnectionResource;
  /** Newest first. */
  events: readonly EventResource[];
}) {
  const { id, pointing } = connection;
  const { scopes } = useShellSession();
  const needed = pointing !== "ok" && scopes.includes("connections:write");
  const { data: offer } = useQuery({ ...domainConnectOfferQuery(id), enabled: needed });
  const start = useMutation({ mutationFn: (offered: DomainConnectOffer) => openPage(id, offered) });
  if (!needed || !offer?.supported || offer.provider === null) return null;
  const { provider, conflicts } = offer;
  const news = flowNews(events, provider.name);
  return (
    <section aria-label={`Set-up at ${provider.name}`} className="grid justify-items-start gap-3">
      {news && (
        <div role="status">
          <Notice tone={news.tone} icon={Info}>
            {news.text}
          </Notice>
        </div>
      )}
      {conflicts.length > 0 && (
        <div className="grid gap-1">
          <p className="font-medium">When you confirm, {provider.name} deletes:</p>
          <ul className="grid gap-1">
            {conflicts.map(({ host, type, value, because }) => (
              <li key={`${host} ${type} ${value}`}>
                <span className="font-mono text-sm [overflow-wrap:anywhere]">
                  {type} {host} → {value}
                </span>{" "}
                <span className="text-ink-soft text-sm">{because}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Button busy={start.isPending} onClick={() => start.mutate(offer)}>
        <ExternalLink aria-hidden className="size-4" />
        Set up at {provider.name}
      </Button>
      <p className="text-ink-soft text-sm">
        You sign in there, see the records, and confirm. Or publish the records above yourself.
      </p>
      {start.isError && (
        <div role="alert">
          <Notice tone="bad" icon={CircleAlert}>
            {start.error.message}
          </Notice>
        </div>
      )}
    </section>
  );
}

/**
 * The window is opened while the click is handled, because browsers block one that opens later; where it is blocked all the
 * same, the provider's page takes the place of this one.
 */
async function openPage(id: string, { width, height }: DomainConnectOffer): Promise<void> {
  const popup = window.open("about:blank", "", `popup,width=${width},height=${height}`);
  try {
    const { applyUrl, explanation } = await request(startDomainConnectCall, { id, popup: popup !== null });
    if (applyUrl === null) throw new Error(explanation ?? "The DNS provider's page is not available now.");
    // As text: it is signed, and must not be parsed and written again.
    if (popup === null) window.location.assign(applyUrl);
    else popup.location.replace(applyUrl);
  } catch (error) {
    popup?.close();
    throw error;
  }
}
