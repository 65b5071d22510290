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

/** Our own pages read the outcome from the connection's timeline: anybody can write a link with a text in it. */
function nextPage({ outcome, connectionId, popup, returnUrl, reason, isPerson }: Finished, appUrl: string): string {
  if (returnUrl === null) {
    return isPerson && !popup
      ? `${appUrl}/connections/${connectionId}`
      : `${appUrl}/connect/domain-connect/done?outcome=${outcome}`;
  }
  const url = new URL(returnUrl);
  url.searchParams.set("outcome", outcome);
  if (connectionId !== null) url.searchParams.set("connection_id", connectionId);
  if (reason !== null) url.searchParams.set("reason", reason);
  return url.href;
}
