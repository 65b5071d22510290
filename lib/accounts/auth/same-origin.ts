import { Refusal } from "@/lib/kernel/errors";

type Place = { appUrl: string; sandbox: boolean };

const loopbackHost = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * Whether a request that carries our cookie came from our own pages. What changes something must say so by `Origin`,
 * which browsers set on every such request and no page can forge; what reads must not come from another site.
 * @throws Refusal forbidden
 */
export function assertSameOrigin(place: Place, method: string, headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  const reads = method === "GET" || method === "HEAD";
  const isOurs = reads
    ? site === null || site === "same-origin" || site === "none"
    : site !== "cross-site" && isOurOrigin(place, headers);
  if (isOurs) return;
  throw new Refusal("forbidden", `A signed-in browser may do this from ${place.appUrl} only, not from another site.`);
}

/** The sandbox is opened as localhost and as 127.0.0.1: there, any loopback name is ours that the request went to. */
function isOurOrigin({ appUrl, sandbox }: Place, headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin === null) return false;
  if (origin === new URL(appUrl).origin) return true;
  const host = headers.get("host") ?? "";
  return sandbox && loopbackHost.test(host) && origin === `http://${host}`;
}
