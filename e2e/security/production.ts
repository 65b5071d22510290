import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { Client } from "pg";
import { vi } from "vitest";
import { z } from "zod";
import { readResponse, requestThroughEdge } from "@/e2e/support/edge-request";
import { type Latchkey, startLatchkey } from "@/e2e/support/latchkey";
import { type Mailbox, startMailbox } from "@/e2e/support/mailbox";
import { startPostgres } from "@/e2e/support/postgres";
import { openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { edgeChangesChannel } from "@/lib/edge/control-plane/record-changes";
import type { EdgeChange } from "@/lib/edge/protocol/changes";
import { createPasswords } from "@/lib/platform/crypto/passwords";
import { type ScriptedDns, type ScriptedQuery, soa, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";
import { timeLimit } from "@/scripts/time-limit.mjs";

export const appHost = "app.latchkey-platform.com";
export const appUrl = `https://${appHost}`;
export const edgeHostname = "edge.latchkey-platform.com";

const requestTimeoutMs = timeLimit(30_000);

export type Answer = { status: number; headers: Headers; text: string; json: unknown };
export type Call = { headers?: Record<string, string>; body?: unknown };
export type Tenant = { tenantId: string; applicationId: string; key: string };
export type Person = { userId: string; email: string; password: string; cookie: string };

/** The real server in production mode with its own Caddy, a scripted DNS, and a mail server: as an attacker meets them. */
export type Production = {
  latchkey: Latchkey;
  mailbox: Mailbox;
  /** Values that only their owners may see: nothing that is printed or answered to others contains one. */
  secrets: Map<string, string>;
  /** Bodies of all answers with a status from 400. */
  errorBodies: string[];
  /** Addresses of names, as the resolver answers them from now on. */
  addressesOf: Map<string, string[]>;
  /** TXT values by name. */
  txts: Map<string, string>;
  call(method: string, path: string, options?: Call): Promise<Answer>;
  /** The same, with a key, a token or a person's cookie. */
  as(caller: string | Person): (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** A request whose target is sent as it is. */
  raw(method: string, target: string, headers?: Record<string, string>): Promise<{ status: number; body: string }>;
  /** What the edge would do with a request for this hostname. */
  route(hostname: string): Promise<{ status: number; upstream: string | null }>;
  /** Through Caddy, as a visitor of `hostname`. */
  visit(
    hostname: string,
    options?: { path?: string; method?: string; headers?: Record<string, string>; body?: string },
  ): ReturnType<typeof requestThroughEdge>;
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  createTenant(name: string): Promise<Tenant>;
  /** An application with this upstream that serves `hostname`: rows as an earlier version could have written them. */
  insertServed(tenant: Tenant, hostname: string, upstream: string): Promise<void>;
  createPerson(tenant: Tenant, role: "owner" | "admin" | "member"): Promise<Person>;
  stop(): Promise<void>;
};

export async function startProduction(): Promise<Production> {
  const stops: (() => Promise<unknown>)[] = [];
  const secrets = new Map<string, string>();
  const errorBodies: string[] = [];
  const addressesOf = new Map<string, string[]>();
  const txts = new Map<string, string>();
  const stop = async () => {
    for (const one of stops.reverse()) await one();
  };
  const postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  stops.push(postgres.stop);
  const databaseUrl = await postgres.createDatabase();
  const database = openPostgres(databaseUrl, 1, () => undefined);
  await applyMigrations(database, readMigrations());
  await database.close();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  stops.push(() => client.end());
  const dns = await startScriptedDns((query) => answerDns(query, addressesOf, txts));
  stops.push(() => dns.close());
  const mailbox = await startMailbox();
  stops.push(mailbox.stop);
  for (const name of ["AUTH_SECRET", "TOKEN_HMAC_SECRET", "CREDENTIAL_ENC_KEY", "WORKER_SECRET"]) {
    secrets.set(name, randomBytes(32).toString("base64"));
  }
  const latchkey = await start(databaseUrl, dns, mailbox, secrets).catch(async (error) => {
    await stop();
    throw error;
  });
  stops.push(latchkey.stop);
  secrets.set("INTERNAL_TOKEN", latchkey.internalToken);
  secrets.set("EDGE_TOKEN", latchkey.edgeToken);
  const ca = () => readFileSync(join(latchkey.dataDir, "caddy/pki/authorities/local/root.crt"), "utf8");
  const passwordHashes = createPasswords({ N: 2 ** 10, r: 8, p: 1 });

  const sql = async (text: string, values: unknown[] = []) => (await client.query(text, values)).rows;

  async function call(method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
    const response = await fetch(`${latchkey.url}${path}`, {
      method,
      redirect: "manual",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    if (response.status >= 400) errorBodies.push(text);
    return { status: response.status, headers: response.headers, text, json: parseJson(text) };
  }

  const as = (caller: string | Person) => {
    const headers: Record<string, string> =
      typeof caller === "string"
        ? { authorization: `Bearer ${caller}` }
        : { cookie: caller.cookie, origin: appUrl, "sec-fetch-site": "same-origin" };
    return (method: string, path: string, body?: unknown) =>
      call(method, path, { headers, ...(body === undefined ? {} : { body }) });
  };

  async function createPerson(tenant: Tenant, role: string): Promise<Person> {
    const userId = randomUUID();
    const email = `${role}-${userId.slice(0, 8)}@people-of-tenants.com`;
    const password = `pw-${randomBytes(12).toString("hex")}`;
    secrets.set(`password of ${email}`, password);
    await sql(
      "INSERT INTO users (id, email, password_hash, email_verified_at, created_at) VALUES ($1, $2, $3, now(), now())",
      [userId, email, await passwordHashes.hash(password)],
    );
    await sql("INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES ($1, $2, $3, now())", [
      tenant.tenantId,
      userId,
      role,
    ]);
    const cookie = await signIn(call, email, password);
    for (const part of cookie.split("; ")) secrets.set(`cookie of ${email}: ${part.split("=")[0]}`, cookieValue(part));
    return { userId, email, password, cookie };
  }

  return {
    latchkey,
    mailbox,
    secrets,
    errorBodies,
    addressesOf,
    txts,
    call,
    as,
    raw: (method, target, headers = {}) =>
      new Promise((resolve, reject) => {
        const { port } = new URL(latchkey.url);
        const request = httpRequest({ host: "127.0.0.1", port, method, path: "/", headers, agent: false });
        // Node refuses targets that are no path; an attacker does not.
        Object.assign(request, { path: target });
        request.setTimeout(requestTimeoutMs, () => request.destroy(new Error("no answer")));
        request.on("error", reject);
        request.on("response", async (response) => {
          const answer = await readResponse(response).catch(reject);
          if (!answer) return;
          if (answer.status >= 400) errorBodies.push(answer.body);
          resolve(answer);
        });
        request.end();
      }),
    async route(hostname) {
      const headers = { "x-forwarded-host": hostname, "x-latchkey-token": latchkey.internalToken };
      const signal = AbortSignal.timeout(requestTimeoutMs);
      const answer = await fetch(`${latchkey.responderUrl}/internal/route`, { headers, signal });
      await answer.arrayBuffer();
      return { status: answer.status, upstream: answer.headers.get("x-latchkey-upstream") };
    },
    visit: (hostname, options = {}) =>
      requestThroughEdge({ port: latchkey.edge.httpsPort, hostname, ca: ca(), ...options }),
    sql,
    async createTenant(name) {
      const { applicationId, key } = await latchkey.createTenant({ name, owner: `${randomUUID()}@owners.com` });
      secrets.set(`key of ${name}`, key);
      const tenant = await as(key)("GET", "/v1/tenant");
      return { tenantId: idSchema.parse(tenant.json).id, applicationId, key };
    },
    async insertServed({ tenantId }, hostname, upstream) {
      const [applicationId, connectionId] = [randomUUID(), randomUUID()];
      const domain = hostname.split(".").slice(-2).join(".");
      await sql(
        `INSERT INTO applications (id, tenant_id, name, environment, upstream, created_at)
         VALUES ($1, $2, 'Old row', 'live', $3, now())`,
        [applicationId, tenantId, upstream],
      );
      await sql(
        `INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
           setup_type, challenge_value, created_at, state, state_changed_at, last_sequence, ownership, watched_since)
         VALUES ($1, $2, $3, $4, $4, 'subdomain', $5, 'manual', 'cd-verify-old', now(), 'live', now(), 0, 'ok', now())`,
        [connectionId, tenantId, applicationId, hostname, domain],
      );
      await sql(
        `INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at, admitted_at)
         VALUES ($1, $2, $3, $4, now(), now())`,
        [hostname, connectionId, tenantId, applicationId],
      );
      const changes: EdgeChange[] = [
        { kind: "application", applicationId, tenantId, upstream, upstreamHost: null },
        { kind: "host", hostname, connectionId, applicationId, admitted: true, reference: null },
      ];
      for (const change of changes) {
        await sql("INSERT INTO edge_changes (change, created_at) VALUES ($1, now())", [JSON.stringify(change)]);
      }
      await sql("SELECT pg_notify($1, '')", [edgeChangesChannel]);
      await vi.waitUntil(async () => (await latchkey.ask(hostname)) === 200, { timeout: requestTimeoutMs });
    },
    createPerson,
    stop,
  };
}

const idSchema = z.object({ id: z.string() });

function start(
  databaseUrl: string,
  dns: ScriptedDns,
  { url, from }: Mailbox,
  secrets: ReadonlyMap<string, string>,
): Promise<Latchkey> {
  return startLatchkey({
    mode: "production",
    databaseUrl,
    env: {
      ...Object.fromEntries(secrets),
      LOG_LEVEL: "trace",
      // The default is under test.
      HOST: "",
      APP_URL: appUrl,
      EDGE_HOSTNAME: edgeHostname,
      EDGE_ADDRESSES: "127.0.0.1",
      EDGE_ISSUER: "internal",
      DNS_RESOLVERS: `127.0.0.1:${dns.port}`,
      DNS_AUTHORITATIVE_PORT: String(dns.port),
      DNS_ALLOW_PRIVATE_NAMESERVERS: "1",
      SMTP_URL: url,
      MAIL_FROM: from,
    },
  });
}

/** Signs in as a browser does. */
async function signIn(call: Production["call"], email: string, password: string): Promise<string> {
  const csrf = await call("GET", "/api/auth/csrf");
  const cookies = csrf.headers.getSetCookie().map(firstPart);
  const form = new URLSearchParams({
    csrfToken: z.object({ csrfToken: z.string() }).parse(csrf.json).csrfToken,
    email,
    password,
    json: "true",
  });
  const answer = await call("POST", "/api/auth/callback/credentials", {
    headers: { cookie: cookies.join("; "), origin: appUrl, "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
  const session = answer.headers
    .getSetCookie()
    .map(firstPart)
    .filter((part) => part.includes("session"));
  if (session.length === 0) throw new Error(`${email} was not signed in: ${answer.status} ${answer.text}`);
  return session.join("; ");
}

function firstPart(cookie: string): string {
  return cookie.split(";", 1)[0] ?? "";
}

function cookieValue(cookie: string): string {
  return cookie.slice(cookie.indexOf("=") + 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Every name is in a zone of two labels, whose one nameserver is this server too. */
function answerDns(
  query: ScriptedQuery,
  addressesOf: ReadonlyMap<string, string[]>,
  txts: ReadonlyMap<string, string>,
) {
  const { name, type } = query;
  const zone = name.split(".").slice(-2).join(".");
  const nothing = { authorities: [soa(zone)] };
  if (type === "SOA" && name === zone) return query.response({ answers: [soa(zone)] });
  if (type === "NS" && name === zone) {
    return query.response({ answers: [{ name, type: "NS", ttl: 60, data: `ns1.${zone}` }] });
  }
  const text = txts.get(name);
  if (type === "TXT" && text !== undefined) {
    return query.response({ answers: [{ name, type: "TXT", ttl: 1, data: text }] });
  }
  if (type !== "A") return query.response(nothing);
  const addresses = name === `ns1.${zone}` ? ["127.0.0.1"] : (addressesOf.get(name) ?? []);
  return query.response(
    addresses.length === 0 ? nothing : { answers: addresses.map((data) => ({ name, type: "A", ttl: 1, data })) },
  );
}
