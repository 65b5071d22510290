import { type AnsweredPage, recognisePage } from "@/lib/edge/recognise-page";
import type { PortReach, Visit, VisitStep } from "@/lib/platform/ports/edge";

/** One request of a visit, to the address of the visit, whatever the URL's host resolves to. */
export type VisitRequest = { url: URL; cookie: string };

export type VisitAnswer =
  | (AnsweredPage & { kind: "answer"; setCookies: readonly string[]; proven: boolean })
  | { kind: "failed"; failure: { kind: PortReach["kind"]; reason: string } };

export type VisitOptions = {
  hostname: string;
  secure: boolean;
  /** Ports that stand for 80 and 443, such as the sandbox's. */
  ports: { http: number; https: number };
  /** Answers by a cache: the same page is requested once more under this query, which no cache has. */
  freshQuery: string;
  ask(request: VisitRequest): Promise<VisitAnswer>;
};

/** Browsers give up after twenty. A server that has not shown to be ours gets fewer requests. */
const maxSteps = 20;
const maxForeignSteps = 5;
const maxCookies = 20;
const maxCookieLength = 1_024;
const maxLocationLength = 2_048;

/** Opens the hostname as a browser does: follows redirects on the same host, with cookies, up to a bound. Never rejects. */
export async function followVisit({ hostname, secure, ports, freshQuery, ask }: VisitOptions): Promise<Visit> {
  const steps: VisitStep[] = [];
  const cookies = new Map<string, string>();
  const requested = new Set<string>();
  const end = (how: Visit["end"], page: Visit["page"] = null, failure: Visit["failure"] = null): Visit => ({
    steps,
    end: how,
    page,
    failure,
  });
  let url = new URL(`${secure ? "https" : "http"}://${hostname}/`);
  for (;;) {
    const cookie = cookieText(cookies);
    requested.add(`${url.href} ${cookie}`);
    const answer = await askPastCaches({ url, cookie }, freshQuery, ask);
    if (answer.kind === "failed") return end("failed", null, answer.failure);
    const { status, location, server, proven } = answer;
    steps.push({ url: url.href, status, location, server, proven });
    storeCookies(cookies, answer.setCookies);
    const next = redirectTarget(answer, url);
    if (next === null) return end("answered", recognisePage(answer));
    if (!isSameSite(next, hostname, ports)) return end("leaves", recognisePage(answer));
    url = withoutPort(next);
    if (!secure && url.protocol === "https:") return end("to_https");
    if (requested.has(`${url.href} ${cookieText(cookies)}`)) return end("loop");
    if (steps.length >= maxSteps) return end("loop");
    if (!steps.some((step) => step.proven) && steps.length >= maxForeignSteps) return end("abandoned");
  }
}

/** A page from a cache lacks the proof of this request, or has that of another one. */
async function askPastCaches(
  request: VisitRequest,
  freshQuery: string,
  ask: VisitOptions["ask"],
): Promise<VisitAnswer> {
  const answer = await ask(request);
  if (answer.kind === "failed" || answer.proven || !isFromCache(answer)) return answer;
  const url = new URL(request.url);
  url.search = `${url.search === "" ? "?" : `${url.search}&`}${freshQuery}`;
  const fresh = await ask({ ...request, url });
  return fresh.kind === "failed" ? answer : fresh;
}

function isFromCache({ headers }: AnsweredPage): boolean {
  return (
    Number(headers.age) > 0 ||
    /\bhit\b/i.test(
      `${headers["cf-cache-status"] ?? ""} ${headers["x-cache"] ?? ""} ${headers["x-cache-status"] ?? ""}`,
    ) ||
    headers["latchkey-reach"] !== undefined
  );
}

function redirectTarget({ status, location }: AnsweredPage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || location === null || location.length > maxLocationLength)
    return null;
  if (!URL.canParse(location, from.href)) return null;
  const target = new URL(location, from);
  target.hash = "";
  return target;
}

function isSameSite(url: URL, hostname: string, ports: VisitOptions["ports"]): boolean {
  const port = { "http:": ports.http, "https:": ports.https }[url.protocol];
  if (port === undefined || url.hostname.replace(/\.$/, "") !== hostname) return false;
  return url.port === "" || Number(url.port) === port;
}

function withoutPort(url: URL): URL {
  const same = new URL(url);
  same.port = "";
  return same;
}

function storeCookies(cookies: Map<string, string>, set: readonly string[]): void {
  for (const line of set.slice(0, maxCookies)) {
    const [pair = ""] = line.split(";");
    const name = pair.slice(0, Math.max(0, pair.indexOf("="))).trim();
    if (name === "" || pair.length > maxCookieLength || !/^[\x21-\x7e ]+$/.test(pair)) continue;
    if (cookies.has(name) || cookies.size < maxCookies) cookies.set(name, pair.slice(pair.indexOf("=") + 1).trim());
  }
}

function cookieText(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}
