import type { IncomingMessage, ServerResponse } from "node:http";
import { shareSite, shareTenantHeader, siteHeader } from "@/lib/kernel/site-headers";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** What is answered at a company's own hostname: its share pages, and what they load. Nothing else of the app. */
const sharePaths: readonly { methods: readonly string[]; path: RegExp }[] = [
  { methods: ["GET", "HEAD"], path: /^\/connect\/(?!domain-connect\/)[\w-]{1,100}$/ },
  { methods: ["GET", "HEAD", "POST"], path: /^\/connect\/stop\/[\w-]{1,100}$/ },
  { methods: ["POST"], path: /^\/connect\/(check|opened|read|domain-connect)$/ },
  { methods: ["GET", "HEAD"], path: /^\/_next\/static\/(?!.*\.\.)[\x21-\x7e]+$/ },
  { methods: ["GET", "HEAD"], path: /^\/widget\/v1\/[0-9a-f]{20}\/[\w-]+\.(js|css)$/ },
  { methods: ["GET", "HEAD"], path: /^\/logos\/[0-9a-f]{64}$/ },
];

/** Of a browser's request, what an answer here may depend on: neither a session nor any other credential. */
const credentialHeaders = ["cookie", "authorization", "proxy-authorization"] as const;

/** Whether our Caddy received the request for a hostname that serves share pages. */
export function isShareSite({ headers }: IncomingMessage): boolean {
  return headers[siteHeader] !== undefined;
}

/**
 * Prepares a request for the app's own site: pages must not believe what only we set.
 */
export function clearSiteHeaders({ headers }: IncomingMessage): void {
  delete headers[siteHeader];
  delete headers[shareTenantHeader];
}

/**
 * Prepares a request for a company's own hostname: without credentials, and with the company for the page. The hostname is
 * looked up: the edge may not know yet that it serves share pages no more.
 * @returns false: there is nothing here
 */
export async function enterShareSite(
  service: Pick<ServiceContext, "database">,
  incoming: IncomingMessage,
  path: string,
): Promise<boolean> {
  const { headers, method = "" } = incoming;
  const isOurs = headers[siteHeader] === shareSite;
  clearSiteHeaders(incoming);
  for (const name of credentialHeaders) delete headers[name];
  if (!isOurs || !sharePaths.some((row) => row.methods.includes(method) && row.path.test(path))) return false;
  if (!path.startsWith("/connect/")) return true;
  const hostname = (headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  const claim = await service.database.prisma.hostnameClaim.findFirst({
    where: { hostname, servesSharePages: true },
    select: { tenantId: true },
  });
  if (claim === null) return false;
  headers[shareTenantHeader] = claim.tenantId;
  return true;
}

/** For people who open the hostname itself, and for anything else that asks for what is not here. */
export function answerNothingHere(response: ServerResponse): void {
  const text = "There is nothing here. Open the link that was sent to you.\n";
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(text);
}
