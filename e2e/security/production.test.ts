import { readdirSync, readFileSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Answer,
  appHost,
  appUrl,
  edgeHostname,
  type Person,
  type Production,
  startProduction,
  type Tenant,
} from "@/e2e/security/production";
import { startLatchkey } from "@/e2e/support/latchkey";
import type { ReceivedMail } from "@/e2e/support/mailbox";
import { isPublicAddress } from "@/lib/kernel/public-address";

// What tenants, visitors and unknown callers can do to an installation: one server in production mode, with its defaults.
let world: Production;
let tenant: Tenant;
let other: Tenant;
let owner: Person;

beforeAll(async () => {
  world = await startProduction();
  tenant = await world.createTenant("Attacker");
  other = await world.createTenant("Other");
  owner = await world.createPerson(tenant, "owner");
});
afterAll(() => world?.stop());

const idOf = ({ json }: Answer) => z.object({ id: z.string() }).parse(json).id;
const codeOf = ({ json }: Answer) =>
  z.object({ error: z.object({ code: z.string() }) }).safeParse(json).data?.error.code;
const refused = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const hosts = readFileSync(join(import.meta.dirname, "../../lib/platform/outbound/hostile-hosts.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

describe("endpoints for inside", () => {
  const inside: [method: string, path: string][] = [
    ["GET", "/metrics"],
    ["GET", "/internal/ask?domain=shop.example.com"],
    ["GET", "/internal/ask?domain=shop.example.com&token="],
    ["GET", "/internal/ask?domain=shop.example.com&token=made-up-token-0123456789"],
    ["GET", "/internal/route"],
    ["HEAD", "/internal/route"],
    ["GET", "/internal/edge/settings"],
    ["GET", "/internal/edge/snapshot"],
    ["GET", "/internal/edge/changes?after=0:&wait=0"],
    ["POST", "/internal/edge/report"],
    ["POST", "/internal/work"],
  ];

  it.each(inside)("%s %s answers nothing without the token", async (method, path) => {
    const { status } = await world.call(method, path, { headers: { "x-forwarded-host": "shop.example.com" } });
    expect([401, 403, 404, 405]).toContain(status);
  });

  it("answer with the token, so that the refusals above are its absence", async () => {
    const headers = { "x-latchkey-token": world.latchkey.internalToken };
    expect((await world.call("GET", "/metrics", { headers })).status).toBe(200);
    expect(await world.latchkey.ask("shop.example.com")).toBe(403);
    const edge = { authorization: `Bearer ${world.latchkey.edgeToken}` };
    expect((await world.call("GET", "/internal/edge/settings", { headers: edge })).status).toBe(200);
  });

  it("on the responder are refused without its token", async () => {
    for (const path of ["/internal/ask?domain=shop.example.com", "/internal/route", "/metrics"]) {
      const { status } = await fetch(`${world.latchkey.responderUrl}${path}`);
      expect([path, status]).toEqual([path, 401]);
    }
  });

  it.each(inside)("%s %s is not passed on by the edge on the app's hostname", async (method, path) => {
    const { status } = await world.visit(appHost, { method, path });
    expect([401, 403, 404, 405]).toContain(status);
  });

  it("listen on this machine only, unless the operator says otherwise", () => {
    for (const url of [world.latchkey.url, world.latchkey.responderUrl]) {
      const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, "0");
      const listening = readFileSync("/proc/net/tcp", "utf8")
        .split("\n")
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => state === "0A" && local?.endsWith(`:${port}`))
        .map(([, local]) => local?.split(":")[0]);
      expect(listening).toEqual(["0100007F"]);
    }
  });

  it.each<Record<string, string>>([
    { HOST: "0.0.0.0", INTERNAL_TOKEN: "" },
    // It then listens on all addresses.
    { EDGE_ENABLED: "0", HOST: "", INTERNAL_TOKEN: "" },
  ])("a server without a token does not start with %s", async (env) => {
    const starting = startLatchkey({
      mode: "production",
      databaseUrl: "postgresql://nobody@127.0.0.1:9/none",
      env: {
        APP_URL: appUrl,
        EDGE_HOSTNAME: edgeHostname,
        EDGE_ADDRESSES: "127.0.0.1",
        EDGE_ISSUER: "internal",
        ...env,
      },
    });
    await expect(starting).rejects.toThrow("INTERNAL_TOKEN");
  });
});

describe("a request that nobody would send", () => {
  const cursor = (...values: string[]) => Buffer.from(JSON.stringify(values)).toString("base64url");
  const uuid = "0192f7a0-1111-7abc-8def-000000000001";
  const byTime = (time: string) =>
    `/v1/connections?sort=state_changed_at&order=asc&cursor=${cursor("state_changed_at", "asc", time, uuid)}`;

  // The database reads a cursor's value only if there are rows to compare it with.
  beforeAll(async () => {
    const body = { application_id: tenant.applicationId, hostname: "listed.attacker-shop.com" };
    expect((await world.as(tenant.key)("POST", "/v1/connections", body)).status).toBe(201);
  });

  it.each<[method: string, target: string]>([
    ["TRACE", "/v1/tenant"],
    ["TRACE", "/healthz"],
    ["TRACE", "/sign-in"],
    ["PROPFIND", "/v1/connections"],
    ["PUT", "/v1/usage"],
    ["GET", "/v1/connections/%ED%A0%80"],
    ["GET", "/v1/%FF"],
    ["GET", "/%FF"],
    ["GET", "/connect/%"],
    ["GET", "/connections/%"],
    ["GET", "/api/auth/%"],
    ["GET", "*"],
    ["OPTIONS", "*"],
    ["GET", byTime("+275760-09-13T00:00:00.000Z")],
    ["GET", byTime("-271821-04-20T00:00:00.000Z")],
    ["GET", byTime("0000-01-01T00:00:00.000Z")],
    ["GET", `/v1/connections?cursor=${"A".repeat(300)}`],
    ["GET", "/v1/changes?after=AAAA"],
  ])("%s %s is answered with 4xx or a page", async (method, target) => {
    const { status, body } = await world.raw(method, target, { authorization: `Bearer ${tenant.key}`, host: appHost });
    expect(status, body.slice(0, 200)).toBeLessThan(500);
    if (target.startsWith("/v1/") && status >= 400) expect(refused.safeParse(JSON.parse(body)).success).toBe(true);
  });

  it("gets a 405 with the methods that there are, in the envelope", async () => {
    const { status, headers, json } = await world.as(tenant.key)("PUT", "/v1/usage");
    expect(status).toBe(405);
    expect(headers.get("allow")).toContain("GET");
    expect(refused.safeParse(json).success).toBe(true);
  });

  it("finds no image optimizer, which would fetch this server's own paths", async () => {
    const { status } = await world.call("GET", "/_next/image?url=%2Fmetrics&w=64&q=75");
    expect(status).toBe(404);
  });
});

describe("headers that protect browsers", () => {
  it.each<[path: string, isPublic: boolean]>([
    ["/sign-in", true],
    ["/sign-up", true],
    ["/", true],
    ["/docs/api", true],
    ["/no-such-page", true],
    ["/v1/tenant", true],
    ["/v1/no-such", true],
    ["/healthz", false],
    ["/metrics", false],
  ])("%s", async (path, isPublic) => {
    for (const { headers } of [await world.call("GET", path), ...(isPublic ? [await throughEdge(path)] : [])]) {
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{7,}/);
    }
  });

  it("pages run scripts with the nonce of their response only", async () => {
    const policies = await Promise.all([1, 2].map(async () => (await world.call("GET", "/sign-in")).headers));
    const nonces = policies.map((headers) => {
      const policy = headers.get("content-security-policy") ?? "";
      const scripts = policy.split(";").find((part) => part.trim().startsWith("script-src")) ?? "";
      expect(scripts).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\shttps?:(\s|$)|\s\*/);
      return /'nonce-([^']+)'/.exec(scripts)?.[1];
    });
    expect(nonces[0]).toBeTruthy();
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it("a page whose path holds a token sends no Referer", async () => {
    for (const path of ["/reset-password/", "/invitations/", "/verify-email/", "/connect/"]) {
      const { headers } = await world.call("GET", `${path}${"a".repeat(32)}`);
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });

  async function throughEdge(path: string): Promise<{ headers: Headers }> {
    const { headers } = await world.visit(appHost, { path });
    return { headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])) };
  }
});

describe("an upstream", () => {
  /** Names that look public: what they resolve to is checked when a visitor comes. */
  const publicNames = new Set([
    ...["kubernetes.default.svc", "127.0.0.1.nip.io", "169.254.169.254.nip.io", "localtest.me"],
    ...["spoofed.burpcollaborator.net", "example.com:65535", "example.com:8080", "example.com:2375"],
    ...["example.com:9200", "example.com:2019", "example.com.", "-example.com", "_svc.example.com"],
    ...["xn--80ak6aa92e.com", "xn--ls8h.la", "a.b.c.d.e.f.test", "example.test", "example.invalid", "example.example"],
    // In the list as a sandbox's edge; here it is any name.
    "edge.latchkey.test",
  ]);

  it("of the list of hostile hosts is refused when it is saved", async () => {
    const taken: string[] = [];
    for (const host of hosts) {
      for (const scheme of ["http", "https"]) {
        const path = `/v1/applications/${tenant.applicationId}`;
        const { status, json } = await world.as(tenant.key)("PATCH", path, { upstream: `${scheme}://${host}` });
        if (status === 200) taken.push(host);
        else expect([host, status, refused.safeParse(json).success]).toEqual([host, 400, true]);
      }
    }
    expect(taken.filter((host) => !publicNames.has(host))).toEqual([]);
  });

  it("that an older version saved leads the edge to no internal address, whatever its name resolves to", async () => {
    for (const host of publicNames) world.addressesOf.set(host.replace(/:\d+$/, "").replace(/\.$/, ""), ["10.1.2.3"]);
    const led: string[] = [];
    for (const [index, host] of hosts.entries()) {
      const hostname = `old-${index}.ssrf-shop.com`;
      await world.insertServed(tenant, hostname, `http://${host}`);
      const { status, upstream } = await world.route(hostname);
      if (status === 200 || upstream !== null) led.push(`${host} -> ${upstream}`);
    }
    expect(led).toEqual([]);
  });

  it("whose name changes its address is followed to public addresses only, and no connection is opened to others", async () => {
    const canary = await startCanary();
    const inside = ["127.0.0.1", "169.254.169.254", "10.0.0.5", "0.0.0.0"];
    const places = inside.map((address, index) => ({
      address,
      origin: `rebinds-${index}.attacker-origin.com`,
      hostname: `rebinds-${index}.ssrf-shop.com`,
    }));
    for (const { origin, hostname } of places) {
      world.addressesOf.set(origin, ["93.184.215.14"]);
      await world.insertServed(tenant, hostname, `http://${origin}:${canary.port}`);
      const upstream = expect.stringContaining("93.184.215.14");
      expect(await world.route(hostname)).toMatchObject({ status: 200, upstream });
    }
    for (const { origin, address } of places) world.addressesOf.set(origin, [address]);
    for (const { hostname } of places) {
      const refusal = { status: 502, upstream: null };
      await expect.poll(() => world.route(hostname), { interval: 200 }).toMatchObject(refusal);
      expect((await world.visit(hostname)).status).toBe(502);
    }
    expect(canary.connections()).toBe(0);
    await canary.stop();
  });

  it("is never one of this installation's own names, nor a hostname that it serves", async () => {
    for (const host of [edgeHostname, `eu.${edgeHostname}`, appHost]) {
      const path = `/v1/applications/${tenant.applicationId}`;
      expect((await world.as(tenant.key)("PATCH", path, { upstream: `https://${host}` })).status).toBe(400);
    }
    await world.insertServed(tenant, "ring-a.ssrf-shop.com", "https://ring-b.ssrf-shop.com");
    await world.insertServed(tenant, "ring-b.ssrf-shop.com", "https://ring-a.ssrf-shop.com");
    // A hostname that was asked for is one that this edge serves.
    await world.route("ring-b.ssrf-shop.com");
    expect((await world.route("ring-a.ssrf-shop.com")).status).toBe(508);
    expect((await world.visit("ring-a.ssrf-shop.com")).status).toBe(508);
  });
});

describe("a webhook endpoint", () => {
  const asTenant = (method: string, path: string, body?: unknown) => world.as(tenant.key)(method, path, body);

  it("of the list of hostile hosts is refused, or is a public name", async () => {
    const taken: string[] = [];
    for (const host of hosts) {
      const answer = await asTenant("POST", "/v1/webhook-endpoints", { url: `https://${host}/hook` });
      if (answer.status !== 201) {
        expect([host, answer.status]).toEqual([host, 400]);
        continue;
      }
      const { hostname } = new URL(z.object({ url: z.string() }).parse(answer.json).url);
      taken.push(hostname);
      expect(hostname).toMatch(/[a-z]/);
      expect((await asTenant("DELETE", `/v1/webhook-endpoints/${idOf(answer)}`)).status).toBeLessThan(300);
    }
    expect(taken).toContain("example.com");
    expect(taken.filter((name) => /(^|\.)(localhost|local|internal|home\.arpa|onion|localdomain)$/.test(name))).toEqual(
      [],
    );
    expect(taken.filter((name) => isPublicAddress(name) || !name.includes("."))).toEqual([]);
  });

  it.each(["127.0.0.1", "169.254.169.254", "0.0.0.0"])(
    "whose name leads to %s receives nothing, and the attempt names no address",
    async (address) => {
      const canary = await startCanary();
      const host = `hook-${address.replaceAll(".", "-")}.attacker-origin.com`;
      world.addressesOf.set(host, [address]);
      const url = `https://${host}:${canary.port}/`;
      const endpoint = await asTenant("POST", "/v1/webhook-endpoints", { url });
      expect(endpoint.status).toBe(201);
      const secret = z.object({ signing_secret: z.string() }).parse(endpoint.json).signing_secret;
      world.secrets.set(`signing secret of ${host}`, secret);
      const sent = await asTenant("POST", `/v1/webhook-endpoints/${idOf(endpoint)}:test`, {});
      expect(sent.status).toBeLessThan(300);
      const attemptsSchema = z.object({ attempts: z.array(z.object({ error: z.string().nullable() })) });
      const readAttempts = async () => {
        const list = await asTenant("GET", `/v1/webhook-deliveries?endpoint_id=${idOf(endpoint)}`);
        const [delivery] = z.object({ data: z.array(z.object({ id: z.string() })) }).parse(list.json).data;
        if (delivery === undefined) return [];
        return attemptsSchema.parse((await asTenant("GET", `/v1/webhook-deliveries/${delivery.id}`)).json).attempts;
      };
      await expect.poll(async () => (await readAttempts()).length, { interval: 200 }).toBeGreaterThan(0);
      const [attempt] = await readAttempts();
      expect(attempt?.error).toBeTruthy();
      expect(attempt?.error).not.toContain(address);
      expect(canary.connections()).toBe(0);
      await canary.stop();
      await asTenant("DELETE", `/v1/webhook-endpoints/${idOf(endpoint)}`);
    },
  );
});

describe("a name that a person gives", () => {
  const hostile = {
    "a line end": "Acme\r\nBcc: everyone@example.com",
    "a text after a blank line": "Your bank\r\n\r\nPay at https://evil.test now",
    "a null character": "Acme\u0000",
    "an escape sequence": "Acme\u001b[2J",
    "a line separator": "Acme\u2028Pay now",
    "text that runs from right to left": "Acme\u202Egnp.exe",
    "nothing visible": "\u200B\u2060\uFEFF",
  };
  const fields: [what: string, request: (value: string) => Promise<Answer>][] = [
    ["the company", (name) => world.as(owner)("PATCH", "/v1/tenant", { name })],
    ["the person", (name) => world.as(owner)("PATCH", "/v1/session/user", { name })],
    ["an application", (name) => world.as(tenant.key)("PATCH", `/v1/applications/${tenant.applicationId}`, { name })],
    [
      "a key",
      (name) =>
        world.as(tenant.key)("POST", `/v1/applications/${tenant.applicationId}/keys`, {
          name,
          scopes: ["connections:read"],
        }),
    ],
    [
      "a webhook endpoint",
      (description) =>
        world.as(tenant.key)("POST", "/v1/webhook-endpoints", { url: "https://hooks.example.com/", description }),
    ],
  ];

  it.each(fields)("%s: takes no control characters", async (what, request) => {
    for (const [kind, value] of Object.entries(hostile)) {
      const answer = await request(value);
      expect([what, kind, answer.status]).toEqual([what, kind, 400]);
      expect(codeOf(answer)).toBe("invalid");
    }
  });

  it("is no link in a mail", async () => {
    const names = ["Pay at https://evil.test/now", "evil.test", "www.evil.test – act now"];
    for (const [index, name] of names.entries()) {
      const renamed = await world.as(owner)("PATCH", "/v1/tenant", { name });
      expect([200, 400]).toContain(renamed.status);
      const to = `invited-${index}@third-party.com`;
      expect((await world.as(owner)("POST", "/v1/invitations", { email: to })).status).toBe(201);
      const mail = await receive(to);
      const links = [...mail.text.matchAll(/\b[a-z]+:\/\/[^\s]+/gi)].map(([link]) => link);
      const hrefs = [...mail.html.matchAll(/\bhref="([^"]*)"/gi)].map(([, href = ""]) => href);
      expect(links.length).toBeGreaterThan(0);
      expect(hrefs.length).toBeGreaterThan(0);
      for (const link of [...links, ...hrefs]) expect(new URL(link).origin).toBe(appUrl);
      // Mail clients make links of bare domains too.
      for (const shown of [mail.text, mail.html.replace(/<[^>]*>/g, " ")])
        expect(shown).not.toMatch(/(^|[\s"“(])(www\.)?evil\.test\b/m);
      world.secrets.set(`invitation of ${to}`, links[0]?.split("/").at(-1) ?? "");
    }
  });
});

it("one mailbox gets three invitations an hour, however many are asked for at once", async () => {
  const to = "flooded@third-party.com";
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => world.as(tenant.key)("POST", "/v1/invitations", { email: to })),
  );
  const sent = answers.filter(({ status }) => status === 201);
  expect(sent.length).toBeLessThanOrEqual(3);
  expect(sent.length).toBeGreaterThan(0);
  for (const answer of answers)
    if (answer.status !== 201) expect([answer.status, codeOf(answer)]).toEqual([429, "rate_limited"]);
  await receive(to);
  const mails = () => world.mailbox.mails.filter((mail) => mail.to === to).length;
  await expect.poll(mails).toBe(sent.length);
});

it("nobody but staff finds the support console's endpoints", async () => {
  const member = await world.createPerson(tenant, "member");
  const token = await createToken(owner);
  for (const caller of [tenant.key, token, owner, member]) {
    for (const [method, path] of [
      ["GET", "/v1/support/search?q=shop"],
      ["GET", "/v1/support/queue"],
      ["GET", `/v1/support/connections/${other.applicationId}`],
      ["POST", `/v1/support/connections/${other.applicationId}/recheck`],
    ] as const) {
      const answer = await world.as(caller)(method, path, method === "POST" ? {} : undefined);
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 404, "not_found"]);
    }
  }
});

it("a widget token ends with the membership of the person who created it", async () => {
  const admin = await world.createPerson(tenant, "admin");
  const token = await createToken(admin);
  expect((await world.as(token)("GET", "/v1/connections")).status).toBe(200);
  expect((await world.as(owner)("DELETE", `/v1/members/${admin.userId}`)).status).toBeLessThan(300);
  const after = await world.as(token)("GET", "/v1/connections");
  expect([after.status, ["unauthorized", "token_expired"].includes(codeOf(after) ?? "")]).toEqual([401, true]);
  const create = { application_id: tenant.applicationId, hostname: "late.attacker-shop.com" };
  expect((await world.as(token)("POST", "/v1/connections", create)).status).toBe(401);
});

it("a test application has limits, and what it uses is counted", async () => {
  const created = await world.as(owner)("POST", "/v1/applications", { name: "Test shop", environment: "test" });
  const applicationId = idOf(created);
  const items = Array.from({ length: 120 }, (_, index) => ({ hostname: `shop-${index}.test-tenant.com` }));
  const body = { application_id: applicationId, items };
  const answer = await world.as(owner)("POST", "/v1/connections:batch", body);
  const resultSchema = z.object({ status: z.string(), error: z.object({ code: z.string() }).nullish() });
  const results =
    answer.status === 402
      ? []
      : z
          .object({ results: z.array(resultSchema) })
          .parse(answer.json)
          .results.filter(({ error }) => !error);
  expect(results.length).toBeLessThan(items.length);
  const single = { application_id: applicationId, hostname: "one-more.test-tenant.com" };
  const next = await world.as(owner)("POST", "/v1/connections", single);
  expect([next.status, codeOf(next)]).toEqual([402, "QuotaExceeded"]);
});

it("limits by address hold for visitors who make up X-Forwarded-For", async () => {
  const statuses: number[] = [];
  for (let index = 0; index < 24; index += 1) {
    const { status } = await world.visit(appHost, {
      method: "POST",
      path: "/api/auth/forgot-password",
      headers: {
        origin: appUrl,
        "content-type": "application/json",
        "x-forwarded-for": `203.0.113.${index + 1}, 198.51.100.${index + 1}`,
        forwarded: `for=203.0.113.${index + 1}`,
        "x-real-ip": `203.0.113.${index + 1}`,
      },
      body: JSON.stringify({ email: `nobody-${index}@third-party.com` }),
    });
    statuses.push(status);
  }
  expect(statuses[0]).toBe(200);
  expect(statuses.at(-1)).toBe(429);
  const devices = z.object({ data: z.array(z.object({ ip: z.string().nullable() })) });
  const signedIn = await world.visit(appHost, {
    path: "/v1/session/devices",
    headers: { cookie: owner.cookie, "x-forwarded-for": "198.51.100.66" },
  });
  for (const { ip } of devices.parse(JSON.parse(signedIn.body)).data) expect(ip).not.toBe("198.51.100.66");
});

describe("secrets", () => {
  it("are in no line that is printed, in no error, metric or job, whatever was asked", async () => {
    await requestWithEverySecret();
    const texts = new Map<string, string>();
    texts.set("standard output", readFileSync(world.latchkey.logPath, "utf8"));
    for (const [name, text] of readLogs(world.latchkey.dataDir)) texts.set(name, text);
    const headers = { "x-latchkey-token": world.latchkey.internalToken };
    texts.set("metrics", (await world.call("GET", "/metrics", { headers })).text);
    texts.set("error bodies", world.errorBodies.join("\n"));
    const jobs = await world.sql("SELECT last_error FROM jobs WHERE last_error IS NOT NULL");
    texts.set("jobs", jobs.map((row) => String(row.last_error)).join("\n"));
    const attempts = await world.sql("SELECT error, response_excerpt FROM webhook_attempts");
    texts.set("webhook attempts", JSON.stringify(attempts));

    // The search finds what is there.
    expect(texts.get("standard output")).toContain("/v1/tenant");
    expect(world.errorBodies.length).toBeGreaterThan(100);
    expect(world.secrets.size).toBeGreaterThan(15);
    for (const [name, value] of world.secrets) expect([name, value.length >= 16]).toEqual([name, true]);

    const leaks = [...texts].flatMap(([where, text]) =>
      [...world.secrets]
        // The answer to `verify` says which value is expected; its caller may read it anyway.
        .filter(([name, value]) => isIn(text, value) && !(name === "challenge value" && where === "error bodies"))
        .map(([name]) => `${name} in ${where}`),
    );
    expect(leaks).toEqual([]);
  });

  /** As it is, and as it stands in a URL or in JSON. */
  function isIn(text: string, value: string): boolean {
    const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
    return forms.some((form) => text.includes(form));
  }

  /** Requests that hold secrets: right, expired, damaged, too long, and of a kind that fails inside. */
  async function requestWithEverySecret(): Promise<void> {
    const { secrets, call, as } = world;
    const hostname = "secrets.attacker-shop.com";
    const created = await as(tenant.key)("POST", "/v1/connections", { application_id: tenant.applicationId, hostname });
    const challenge = z
      .object({ id: z.string(), ownership_challenge: z.object({ name: z.string(), value: z.string() }) })
      .parse(created.json);
    secrets.set("challenge value", challenge.ownership_challenge.value);
    await as(tenant.key)("POST", `/v1/connections/${challenge.id}/verify`, {});
    world.txts.set(challenge.ownership_challenge.name, `${challenge.ownership_challenge.value}-wrong`);
    await as(tenant.key)("POST", `/v1/connections/${challenge.id}/records:check`, {});
    const link = await as(tenant.key)("POST", `/v1/connections/${challenge.id}/share-links`, {});
    const share = /\/connect\/([\w-]+)/.exec(link.text)?.[1];
    if (share) {
      secrets.set("share link", share);
      expect((await call("GET", `/connect/${share}`)).status).toBe(200);
    }
    const key = await as(tenant.key)("POST", `/v1/applications/${tenant.applicationId}/keys`, {
      name: "Short",
      scopes: ["connections:read"],
    });
    const { id: keyId, secret: keySecret } = z.object({ id: z.string(), secret: z.string() }).parse(key.json);
    secrets.set("revoked key", keySecret);
    await as(keySecret)("POST", "/v1/connections", { application_id: tenant.applicationId, hostname });
    await as(tenant.key)("DELETE", `/v1/applications/${tenant.applicationId}/keys/${keyId}`);
    const person = await world.createPerson(tenant, "member");
    await forgotPassword(person.email);
    const token = await createToken(owner);
    for (const credential of [tenant.key, keySecret, token]) {
      for (const path of ["/v1/tenant", "/v1/no-such-path", "/v1/connections?limit=x", "/v1/connections/not-an-id"]) {
        await as(credential)("GET", path);
        await as(`${credential}x`)("GET", path);
        await call("GET", `${path}${path.includes("?") ? "&" : "?"}token=${credential}`);
      }
      await as(credential)("POST", "/v1/connections", `{"application_id": "${credential}"`);
      await as(credential)("POST", "/v1/connections", { application_id: credential, hostname: credential });
      await call("GET", `/internal/ask?domain=a.com&token=${credential}`);
    }
    for (const { cookie } of [owner, person]) {
      for (const path of ["/", "/team", "/no-such-page", "/v1/session", "/v1/session/devices?limit=x"]) {
        await call("GET", path, { headers: { cookie } });
        await call("GET", path, { headers: { cookie: `${cookie}x` } });
        await world.visit(appHost, { path, headers: { cookie } });
      }
    }
    for (const [name, value] of secrets) {
      if (!/^(invitation|reset)/.test(name)) continue;
      for (const path of ["reset-password", "invitations", "verify-email"]) await call("GET", `/${path}/${value}`);
      for (const action of ["reset-password", "accept-invitation"]) {
        const body = { token: value, password: person.password.slice(0, 3) };
        await call("POST", `/api/auth/${action}`, { headers: { origin: appUrl }, body });
      }
    }
    await call("POST", "/api/auth/sign-up", {
      headers: { origin: appUrl },
      body: { email: "x", password: person.password },
    });
    await call("POST", "/internal/work", { headers: { authorization: `Bearer ${secrets.get("AUTH_SECRET")}` } });
    await call("POST", "/internal/work", { headers: { authorization: `Bearer ${secrets.get("WORKER_SECRET")}` } });
  }

  async function forgotPassword(email: string): Promise<void> {
    await world.call("POST", "/api/auth/forgot-password", { headers: { origin: appUrl }, body: { email } });
    const known = () => world.mailbox.mails.some(({ to }) => to === email);
    // The limit by address may have been reached before.
    for (let turn = 0; turn < 20 && !known(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    const mail = world.mailbox.mails.find(({ to }) => to === email);
    const token = /\/reset-password\/([\w-]+)/.exec(mail?.text ?? "")?.[1];
    if (token) world.secrets.set(`reset of ${email}`, token);
  }

  function readLogs(folder: string): [name: string, text: string][] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.log(\.\d+)?$/.test(name) && statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  }
});

async function createToken(person: Person): Promise<string> {
  const answer = await world.as(person)("POST", "/v1/tokens", { application_id: tenant.applicationId });
  const token = z.object({ auth_token: z.string() }).parse(answer.json).auth_token;
  world.secrets.set(`widget token ${world.secrets.size}`, token);
  return token;
}

async function receive(to: string): Promise<ReceivedMail> {
  const find = () => world.mailbox.mails.find((mail) => mail.to === to);
  await expect.poll(find).toBeDefined();
  return find() ?? { to, subject: "", text: "", html: "" };
}

/** Listens on loopback for connections that must not be opened. */
async function startCanary(): Promise<{ port: number; connections(): number; stop(): Promise<void> }> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
