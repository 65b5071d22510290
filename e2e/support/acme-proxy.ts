import { readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { getDomain } from "tldts";
import { createTestAuthority } from "@/e2e/support/certificates";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { type Bucket, fillUntil, fullBucket, take } from "@/lib/edge/issuance/bucket";
import { limitFacts } from "@/lib/edge/issuance/ca-limits";
import type { CaLimit, LimitKind } from "@/lib/platform/ports/issuers";

export type AcmeProxy = {
  /** For EDGE_ISSUER. */
  directoryUrl: string;
  /** PEM file of the root of its own HTTPS certificate. */
  httpsRootFile: string;
  /** Hostnames in the order in which their orders were accepted; a renewal is in it again. */
  ordered: () => { hostname: string; at: Date }[];
  /** Orders that were refused with 429. */
  refused: () => { hostname: string; kind: LimitKind | "outage"; at: Date }[];
  /** From now on, every new order is answered 503 with this Retry-After; null: no more. */
  setOutage: (retryAfterSeconds: number | null) => void;
  stop: () => Promise<void>;
};

/**
 * A certificate authority that enforces limits: it stands in front of an ACME server which has none, such as Pebble. It
 * refuses orders as Let's Encrypt does: 429, Retry-After, and a problem document.
 */
export async function startAcmeProxy(options: {
  /** Directory URL of the ACME server, and the PEM file of the root of its HTTPS certificate. */
  directoryUrl: string;
  httpsRootFile: string;
  limits: readonly CaLimit[];
}): Promise<AcmeProxy> {
  const scratch = createScratchDirectory("acme-proxy");
  const authority = createTestAuthority("ACME proxy");
  const httpsRootFile = join(scratch.path, "https-root.pem");
  // Caddy reads one file of roots, and may know the server behind the proxy too.
  writeFileSync(httpsRootFile, authority.certPem + readFileSync(options.httpsRootFile, "utf8"));
  const { certPem, keyPem } = authority.issue({ names: ["localhost", "127.0.0.1"] });
  const target = new URL(options.directoryUrl);
  const agent = new Agent({ keepAlive: true, ca: readFileSync(options.httpsRootFile, "utf8") });
  const buckets = new Map<string, Bucket>();
  const ordered: { hostname: string; at: Date }[] = [];
  const refused: { hostname: string; kind: LimitKind | "outage"; at: Date }[] = [];
  let newOrderPath = "";
  let newNoncePath = "";
  let outageSeconds: number | null = null;

  const server = createServer({ cert: certPem, key: keyPem }, (incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.writeHead(502).end());
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const directory = JSON.parse((await forward("GET", target.pathname, {}, "")).body) as Record<string, string>;
  newOrderPath = new URL(directory.newOrder ?? "").pathname;
  newNoncePath = new URL(directory.newNonce ?? "").pathname;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = incoming;
    const body = await text(incoming);
    const refusal = url === newOrderPath && method === "POST" ? refuse(body) : null;
    if (refusal !== null) {
      // An answer to a signed request brings the nonce of the next one.
      const nonce = await forward("HEAD", newNoncePath, {}, "");
      outgoing.writeHead(refusal.status, {
        "content-type": "application/problem+json",
        "retry-after": String(refusal.retryAfterSeconds),
        "replay-nonce": String(nonce.headers["replay-nonce"]),
      });
      outgoing.end(JSON.stringify(refusal.problem));
      return;
    }
    const inner = await forward(method, url, headers, body);
    outgoing.writeHead(inner.status, inner.headers);
    outgoing.end(inner.body);
  }

  /** The server behind us makes its URLs of the request's Host, and so they lead to us. */
  function forward(method: string, path: string, headers: IncomingMessage["headers"], body: string) {
    return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: string }>((resolve, reject) => {
      const inner = request(
        { agent, host: target.hostname, port: target.port, path, method, headers: { ...headers, host } },
        (response) => {
          text(response).then(
            (content) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: content }),
            reject,
          );
        },
      );
      inner.on("error", reject);
      inner.end(body);
    });
  }

  function refuse(body: string) {
    const { account, hostname } = readOrder(body);
    const now = new Date();
    if (outageSeconds !== null) {
      refused.push({ hostname, kind: "outage", at: now });
      const detail = "Service busy; retry later.";
      const problem = { type: "urn:ietf:params:acme:error:rateLimited", detail, status: 503 };
      return { status: 503, retryAfterSeconds: outageSeconds, problem };
    }
    const registered = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
    const subjects = { account, registered_domain: registered, hostname };
    const taken: [string, Bucket][] = [];
    for (const limit of options.limits) {
      const { per, charged } = limitFacts[limit.kind];
      if (charged !== "order") continue;
      const id = `${limit.kind} ${subjects[per]}`;
      const bucket = buckets.get(id) ?? fullBucket(limit, now);
      const next = take(limit, bucket, now);
      if (next === null) {
        refused.push({ hostname, kind: limit.kind, at: now });
        return rateLimited(limit, subjects, fillUntil(limit, bucket, 1, now), now);
      }
      taken.push([id, next]);
    }
    for (const [id, bucket] of taken) buckets.set(id, bucket);
    ordered.push({ hostname, at: now });
    return null;
  }

  return {
    directoryUrl: `https://${host}${target.pathname}`,
    httpsRootFile,
    ordered: () => [...ordered],
    refused: () => [...refused],
    setOutage: (retryAfterSeconds) => {
      outageSeconds = retryAfterSeconds;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
      scratch.remove();
    },
  };
}

/** A signed request (RFC 8555, section 6.2): the account is the key's id. */
function readOrder(body: string): { account: string; hostname: string } {
  const { protected: head, payload } = JSON.parse(body) as { protected: string; payload: string };
  const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  const { identifiers } = decode(payload) as { identifiers: { value: string }[] };
  return { account: String(decode(head).kid), hostname: identifiers[0]?.value ?? "" };
}

type Subjects = Record<"account" | "registered_domain" | "hostname", string>;

/** In the words of Let's Encrypt. */
function rateLimited(limit: CaLimit, subjects: Subjects, until: Date, now: Date) {
  const { capacity, windowMs, kind } = limit;
  const span = `${Math.round(windowMs / 1_000)}s`;
  const what: Partial<Record<LimitKind, string>> = {
    orders: `too many new orders (${capacity}) from this account in the last ${span}`,
    registered_domain: `too many certificates (${capacity}) already issued for "${subjects.registered_domain}" in the last ${span}`,
    exact_set: `too many certificates (${capacity}) already issued for this exact set of identifiers in the last ${span}`,
  };
  const anchor: Partial<Record<LimitKind, string>> = {
    orders: "new-orders-per-account",
    registered_domain: "new-certificates-per-registered-domain",
    exact_set: "new-certificates-per-exact-set-of-identifiers",
  };
  const time = until.toISOString().replace("T", " ").replace(/\..*/, " UTC");
  const detail = `${what[kind]}, retry after ${time}: see https://letsencrypt.org/docs/rate-limits/#${anchor[kind]}`;
  return {
    status: 429,
    retryAfterSeconds: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000)),
    problem: { type: "urn:ietf:params:acme:error:rateLimited", detail, status: 429 },
  };
}
