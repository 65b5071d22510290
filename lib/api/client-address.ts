import { canonicalAddress } from "@/lib/kernel/networks";

/** The address of the connection itself. The server sets it on every request, so a caller cannot. */
const peerHeader = "x-latchkey-peer";

/** What is needed of a request of Node's server. */
type Incoming = {
  headers: Record<string, string | string[] | undefined>;
  socket: { remoteAddress?: string | undefined };
};

/** Replaces what the request says about its own connection. Called once for each request, before anything reads it. */
export function recordPeer(request: Incoming): void {
  request.headers[peerHeader] = request.socket.remoteAddress ?? "";
}

/**
 * The address that the outermost of our proxies saw: each appends its client's to X-Forwarded-For, so the entries count from
 * the end, and those before it come from the caller. Without proxies it is the connection's own. Where fewer proxies forwarded
 * the request, or one wrote no address, it is the nearest one known. null: the connection has ended. Pure.
 */
export function clientAddress(headers: Pick<Headers, "get">, trustedProxies: number): string | null {
  const chain = addressChain(headers);
  const known = chain.slice(0, trustedProxies + 1).filter((address) => address !== null);
  return known.at(-1) ?? null;
}

/** True where the request came from a program on this machine, and no proxy says that it forwarded it. Pure. */
export function isFromThisMachine(headers: Pick<Headers, "get">): boolean {
  if (["forwarded", "via", "x-real-ip"].some((name) => headers.get(name) !== null)) return false;
  // Next adds the connection's own address to X-Forwarded-For where there is none.
  return addressChain(headers).every((address) => address !== null && /^(127\.|::1$)/.test(address));
}

/** The connection's own address, then the entries of X-Forwarded-For from the last to the first. */
function addressChain(headers: Pick<Headers, "get">): (string | null)[] {
  const forwarded = headers.get("x-forwarded-for")?.split(",") ?? [];
  return [headers.get(peerHeader) ?? "", ...forwarded.reverse()].map(readAddress);
}

/** Some load balancers append the port, and IPv6 addresses of links have a zone. */
function readAddress(entry: string): string | null {
  const text = entry.trim();
  const [, withPort] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  return canonicalAddress((withPort ?? text).replace(/%.*$/, ""));
}
