import { findSession } from "@/lib/accounts/auth/find-session";
import { plainRoute } from "@/lib/api/plain-route";
import { type Finished, finishDomainConnect } from "@/lib/connections/domain-connect/finish-domain-connect";

/**
 * `GET /connect/domain-connect/return`: DNS providers send the browser here. It goes on at once, so that neither the state
 * nor the provider's words stay in the address bar's history as a page of ours.
 */
export const answerDomainConnectReturn = plainRoute(async (request, { service, env }) => {
  // Previews of links send it, and must not use the state up.
  if (request.method === "HEAD") return new Response(null, { headers: { "cache-control": "no-store" } });
  const query = new URL(request.url).searchParams;
  const session = await findSession(service, request.headers);
  const finished = await finishDomainConnect(service, {
    state: query.get("state"),
    error: query.get("error"),
    errorDescription: query.get("error_description"),
    sessionId: session?.row.id ?? null,
  });
  const headers = { location: nextPage(finished, env.appUrl), "cache-control": "no-store" };
  return new Response(null, { status: 303, headers });
});

function nextPage({ outcome, connectionId, popup, returnUrl, reason, isPerson }: Finished, appUrl: string): string {
  const url = new URL(
    returnUrl ?? `${appUrl}${isPerson && !popup ? `/connections/${connectionId}` : "/connect/domain-connect/done"}`,
  );
  const isOurs = returnUrl === null;
  url.searchParams.set(isOurs ? "domain_connect" : "outcome", outcome);
  if (connectionId !== null && (!isOurs || isPerson)) url.searchParams.set("connection_id", connectionId);
  if (reason !== null) url.searchParams.set("reason", reason);
  return url.href;
}
