import { Refusal } from "@/lib/kernel/errors";

type Installation = { appUrl: string; sandbox: boolean };

/**
 * Checks that a request with our cookie came from our own pages. A write needs our `Origin`, which browsers set on every
 * such request and no page can forge; a read must not come from another site.
 * @throws Refusal forbidden
 */
export function assertSameOrigin(installation: Installation, method: string, headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  const reads = method === "GET" || method === "HEAD";
  const isOurs = reads
    ? site === null || site === "same-origin" || site === "none"
    : site !== "cross-site" && isOurOrigin(installation, headers);
  if (isOurs) return;
  throw new Refusal(
    "forbidden",
    `A signed-in browser may do this from ${installation.appUrl} only, not from another site.`,
  );
}

/** People open the sandbox as localhost or 127.0.0.1: there, the loopback name of the request itself counts as ours. */
function isOurOrigin({ appUrl, sandbox }: Installation, headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin === null) return false;
  if (origin === new URL(appUrl).origin) return true;
  const host = headers.get("host") ?? "";
  return sandbox && isLoopbackHost(host) && origin === `http://${host}`;
}

/** Whether a `Host` names this machine, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
}
