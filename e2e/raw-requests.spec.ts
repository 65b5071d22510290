import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import pMap from "p-map";
import { type Latchkey, productionWithoutEdge, startLatchkey } from "@/e2e/support/latchkey";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { exchange, type RawResponse } from "@/e2e/support/raw-http";
import { endpoints } from "@/lib/api/endpoints/registry";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Arbitrary bytes to the real server in production mode: it answers whatever is a request, with no 5xx, and lives on.
// FUZZ_SEED repeats a run, FUZZ_REQUESTS sets its length.
const seed = Number(process.env.FUZZ_SEED ?? 20_261_128);
const wanted = Number(process.env.FUZZ_REQUESTS ?? 10_000);
const perConnection = 5;
const connectionsAtOnce = 24;
const answerTimeoutMs = timeLimit(60_000);

let postgres: Postgres;
let latchkey: Latchkey;
let key: string;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(timeLimit(240_000));
  postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  latchkey = await startLatchkey({
    mode: "production",
    databaseUrl: await postgres.createDatabase(),
    env: {
      ...productionWithoutEdge,
      API_RATE_LIMIT: "1000000",
      // Without a provider, Stripe's path answers 502 as documented, and no signature is checked.
      STRIPE_SECRET_KEY: "sk_test_none",
      STRIPE_WEBHOOK_SECRET: "whsec_none",
      STRIPE_PRICES: "pro=price_none",
    },
  });
  ({ key } = await latchkey.createTenant({ name: "Fuzz", owner: "owner@fuzz-tenant.com" }));
});
test.afterAll(async () => {
  await latchkey?.stop();
  await postgres?.stop();
});

const methods = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT") },
  { weight: 1, arbitrary: fc.constantFrom("TRACE", "QUERY", "PROPFIND", "CONNECT", "MKCOL", "PURGE", "get") },
  { weight: 1, arbitrary: fc.stringMatching(/^[!#$%&'*+.^_`|~A-Za-z0-9-]{1,12}$/) },
);

const nasty = fc.constantFrom(
  "%",
  "%00",
  "%FF",
  "%ED%A0%80",
  "%C0%AF",
  "%2e%2e",
  "%2F",
  "%5C",
  "%0d%0aX:1",
  "..",
  ".",
  "\\",
  "{id}",
  "[id]",
  "(auth)",
  "__proto__",
  "constructor",
  "\xff",
  "a".repeat(300),
  "019b76da-a800-7164-89b5-c3c30087a376",
);
const segment = fc.oneof(
  { weight: 4, arbitrary: nasty },
  { weight: 8, arbitrary: fc.stringMatching(/^[\w.~:@!$&'()*+,;=-]{0,12}$/) },
  { weight: 6, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }).map((text) => text.replace(/[ \r\n]/g, "")) },
);

const knownPaths = [
  ...endpoints.map(({ path }) => path),
  ...[
    "/healthz",
    "/metrics",
    "/internal/edge/changes",
    "/internal/edge/snapshot",
    "/internal/work",
    "/billing/stripe",
    "/sandbox/records",
  ],
  ...["/v1", "/v1/openapi.json", "/api/auth/sign-up", "/api/auth/forgot-password", "/api/auth/reset-password"],
  ...["csrf", "signin", "signout", "error", "session", "callback/credentials", "callback/{id}", "signin/{id}"].map(
    (action) => `/api/auth/${action}`,
  ),
  ...["/", "/sign-in", "/sign-up", "/reset-password/{id}", "/invitations/{id}", "/verify-email/{id}", "/connect/{id}"],
  ...["/connections", "/connections/{id}", "/applications/{id}/keys", "/support", "/sandbox", "/docs/errors", "/{id}"],
  ...["/_next/image", "/_next/static/{id}", "/_next/data/{id}/index.json", "/favicon.ico", "/_next/{id}"],
];

const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...knownPaths), fc.array(segment, { minLength: 3, maxLength: 3 }))
      .map(([known, parts]) => parts.reduce((filled, part) => filled.replace(/\{\w+\}/, () => part), known)),
  },
  { weight: 1, arbitrary: fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join("/")}`) },
);
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom("limit", "cursor", "after", "q", "sort", "domain", "token", "next", "error", "_rsc"),
      segment,
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}`);
const target = fc.oneof(
  { weight: 25, arbitrary: fc.tuple(path, fc.option(query, { nil: "" })).map((parts) => parts.join("")) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("*", "", "http://127.0.0.1/v1", "//", "///x", "?", "#", "/v1?%", "/\\x", "a:b"),
  },
);

/** Half of them name an endpoint with its own method, to get behind the refusals. */
const requestLine = fc.oneof(
  fc.record({ method: methods, target }),
  fc
    .tuple(
      fc.constantFrom(...endpoints),
      fc.uuid(),
      fc.oneof(fc.constant(""), fc.constant(""), fc.constant("?limit=5"), query),
    )
    .map(([{ method, path: known }, id, search]) => ({
      method: method as string,
      target: known.replace(/\{\w+\}/g, id) + search,
    })),
);

const headerValue = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }).map((text) => text.replace(/[\r\n]/g, " ")) },
  { weight: 8, arbitrary: fc.string({ maxLength: 30 }) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "",
      "1",
      "true",
      "null",
      "%",
      "{",
      "[]",
      '["",{}]',
      "\xff\xfe",
      "a=b; c=%FF; d",
      "x".repeat(17_000),
    ),
  },
);
const headerName = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.constantFrom(
      ...["Cookie", "Accept", "Accept-Encoding", "Accept-Language", "Origin", "Referer", "Range", "If-None-Match"],
      ...["Content-Type", "Content-Encoding", "Expect", "Upgrade", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host"],
      ...["X-Forwarded-Proto", "X-Forwarded-Uri", "X-HTTP-Method-Override", "Idempotency-Key", "Sec-Fetch-Site"],
      ...["RSC", "Next-Router-State-Tree", "Next-Router-Prefetch", "Next-Router-Segment-Prefetch", "Next-Url"],
      ...["Next-Action", "Next-HMR-Refresh", "X-Nextjs-Data", "X-Middleware-Subrequest", "X-Matched-Path"],
      ...["X-Invoke-Path", "X-Invoke-Status", "X-Now-Route-Matches", "X-Prerender-Revalidate", "Next-Resume"],
      ...["X-Latchkey-Path", "X-Latchkey-Token", "Content-Security-Policy", "Stripe-Signature", "Purpose", "Te"],
    ),
  },
  { weight: 5, arbitrary: fc.stringMatching(/^[A-Za-z0-9-]{1,16}$/) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 8 }) },
);
const headers = fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 });
const credentials = fc.constantFrom(
  ...["none", "none", "key", "key", "key", "key", "key", "key"],
  ...["Bearer sk_test_x", "Bearer eyJx.e30.x", "Bearer ", "Basic eDp5", "Bearer \xff"],
);

const payload = fc.oneof(
  fc.constantFrom("", "{}", "{", "[]", "null", '{"hostname":1}', "a=b&csrfToken=x", `{"a":"${"x".repeat(300_000)}"}`),
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const framing = fc.constantFrom(
  ...["none", "none", "none", "none", "none", "none", "none", "none", "none"],
  ...["length", "length", "length", "length", "length", "length", "length", "length"],
  ...["chunked", "chunked", "chunked", "chunked", "chunked", "chunked"],
  ...["wrong chunk", "length and chunked", "negative length", "two lengths", "too short", "too long"],
);
const host = fc.oneof(
  { weight: 30, arbitrary: fc.constant("Host: app.latchkey-platform.com\r\n") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      "Host:\r\n",
      "Host: a b/c\r\n",
      "Host: [\r\n",
      "Host: x\r\nHost: y\r\n",
      "Host: \xff\r\n",
    ),
  },
);
const version = fc.oneof(
  { weight: 40, arbitrary: fc.constant("HTTP/1.1") },
  { weight: 1, arbitrary: fc.constantFrom("HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "http/1.1", "", "HTTP/1.1\r\n X: y") },
);

/** `whole`: a complete request, however odd, which must get a response. */
type Generated = { method: string; text: string; whole: boolean };

const request: fc.Arbitrary<Generated> = fc
  .record({ line: requestLine, version, host, headers, credentials, payload, framing })
  .map((parts) => ({
    method: parts.line.method,
    whole: parts.version === "HTTP/1.1" && ["none", "length", "chunked"].includes(parts.framing),
    text: [
      `${parts.line.method} ${parts.line.target} ${parts.version}\r\n`,
      parts.host,
      ...parts.headers.map(([name, value]) => `${name}: ${value}\r\n`),
      parts.credentials === "none"
        ? ""
        : `Authorization: ${parts.credentials === "key" ? "Bearer KEY" : parts.credentials}\r\n`,
      ...framed(parts.framing, Buffer.from(parts.payload, "utf8").toString("latin1")),
    ].join(""),
  }));

/** The headers and the body of a payload. */
function framed(framing: string, body: string): string[] {
  const chunks = `${body.length.toString(16)};x=y\r\n${body}\r\n0\r\nTrailer: x\r\n\r\n`;
  switch (framing) {
    case "length":
      return [`Content-Length: ${body.length}\r\n\r\n`, body];
    case "chunked":
      return ["Transfer-Encoding: chunked\r\n\r\n", body === "" ? "0\r\n\r\n" : chunks];
    case "wrong chunk":
      return ["Transfer-Encoding: chunked\r\n\r\n", `XX\r\n${body}`];
    case "length and chunked":
      return [`Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n`, chunks];
    case "negative length":
      return ["Content-Length: -1\r\n\r\n", body];
    case "two lengths":
      return ["Content-Length: 1\r\nContent-Length: 2\r\n\r\n", body];
    case "too short":
      return [`Content-Length: ${body.length + 10}\r\n\r\n`, body];
    case "too long":
      return [`Content-Length: ${Math.max(0, body.length - 1)}\r\n\r\n`, body];
    default:
      return ["\r\n"];
  }
}

/** Requests of one connection, one behind the other; some end in the middle, and some are no requests at all. */
const script: fc.Arbitrary<Generated[]> = fc
  .tuple(
    fc.array(request, { minLength: perConnection, maxLength: perConnection }),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
    fc.oneof(
      { weight: 19, arbitrary: fc.constant("") },
      { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 80 }) },
    ),
  )
  .map(([requests, share, noise]) =>
    requests.map(({ method, text, whole }, index) => {
      const isCut = index === perConnection - 1 && share < 1;
      return {
        method,
        text: (index === 0 ? noise : "") + (isCut ? text.slice(0, text.length * share) : text),
        whole: whole && !isCut && (index > 0 || noise === ""),
      };
    }),
  );

function problemOf({ status, headers: sent, body }: RawResponse): string | null {
  if (status >= 500) return `status ${status}`;
  if (sent.get("x-content-type-options") !== "nosniff") return "no security headers";
  if (status < 400 || body === "") return null;
  if (!sent.get("content-type")?.startsWith("application/json")) return null;
  const { error, allow } = JSON.parse(body);
  // What Caddy asks is answered with a decision.
  if (allow === false) return null;
  if (!error?.code || !error.message || !error.doc_url) return "an error without the envelope";
  return error.request_id && error.request_id === sent.get("x-request-id") ? null : "no request id";
}

test(`${wanted} arbitrary requests get no 5xx, errors have the envelope, and the server lives on`, async () => {
  test.setTimeout(timeLimit(300_000));
  console.info(`FUZZ_SEED=${seed} FUZZ_REQUESTS=${wanted}`);
  const port = Number(new URL(latchkey.url).port);
  const scripts = fc.sample(script, { seed, numRuns: Math.ceil(wanted / perConnection) });
  const statuses = new Map<number, number>();
  const problems: string[] = [];
  await pMap(
    // A request that the server refuses ends its connection: half of the scripts are sent one request at a time.
    scripts.flatMap((requests, index) => (index % 2 === 0 ? [requests] : requests.map((one) => [one]))),
    async (requests) => {
      const text = requests
        .map((one) => one.text)
        .join("")
        .replaceAll("Bearer KEY", `Bearer ${key}`);
      const { responses, end } = await exchange({
        port,
        bytes: Buffer.from(text, "latin1"),
        methods: requests.map(({ method }) => method),
        timeoutMs: answerTimeoutMs,
        half: !requests.every(({ whole }) => whole),
      });
      for (const response of responses) {
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        const problem = problemOf(response);
        if (problem) problems.push(`${problem}: ${JSON.stringify(text.slice(0, 600))}\n${response.body.slice(0, 300)}`);
      }
      if (end === "timed out") problems.push(`no end: ${JSON.stringify(text.slice(0, 600))}`);
    },
    { concurrency: connectionsAtOnce },
  );
  const counts = [...statuses].sort(([one], [other]) => one - other);
  console.info(`responses by status: ${counts.map((pair) => pair.join(" × ")).join(", ")}`);
  expect(problems.slice(0, 10)).toEqual([]);
  // The generator must reach what is behind the refusals, too.
  for (const status of [200, 204, 400, 401, 404, 405, 413])
    expect([status, statuses.has(status)]).toEqual([status, true]);

  expect((await latchkey.api(key)("GET", "/v1/connections")).status).toBe(200);
  const asEdge = { authorization: `Bearer ${latchkey.edgeToken}` };
  expect((await fetch(`${latchkey.url}/internal/edge/settings`, { headers: asEdge })).status).toBe(200);
  const known = new Set(endpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`));
  const labels = [...(await latchkey.metrics()).matchAll(/\broute="([^"]*)"/g)].map(([, label]) => label ?? "");
  expect(labels.length).toBeGreaterThan(0);
  expect(labels.filter((label) => !known.has(label))).toEqual([]);
});

for (const [path, authorization] of [
  ["/v1/connections", "key"],
  ["/billing/stripe", ""],
  ["/api/auth/sign-up", ""],
  ["/api/auth/callback/credentials", ""],
] as const) {
  test(`a client that writes 10 MB to ${path} before it reads gets its 413`, async () => {
    const lines = [
      `POST ${path} HTTP/1.1`,
      "Host: app.latchkey-platform.com",
      "Origin: https://app.latchkey-platform.com",
      `Authorization: Bearer ${authorization === "key" ? key : ""}`,
      // The response must not be lost where the server closes the connection after it.
      "Connection: close",
      "Content-Length: 10000000",
    ];
    const bytes = Buffer.from(`${lines.join("\r\n")}\r\n\r\n${"x".repeat(10_000_000)}`);
    const port = Number(new URL(latchkey.url).port);
    const { responses, end } = await exchange({
      port,
      bytes,
      methods: ["POST"],
      timeoutMs: answerTimeoutMs,
      writeFirst: true,
    });
    expect([end, responses.map(({ status }) => status)]).toEqual(["closed", [413]]);
    expect(JSON.parse(responses[0]?.body ?? "").error.code).toBe("payload_too_large");
  });
}

test("a WebSocket handshake is answered as the request that it is", async () => {
  const port = Number(new URL(latchkey.url).port);
  for (const [path, status] of [
    ["/sign-in", 200],
    ["/v1/tenant", 401],
    ["/internal/edge/changes", 401],
    ["/no-such-page", 404],
  ] as const) {
    const handshake =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==";
    const bytes = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: app.latchkey-platform.com\r\n${handshake}\r\n\r\n`);
    const { responses } = await exchange({ port, bytes, methods: ["GET"], timeoutMs: answerTimeoutMs });
    expect([path, responses.map((response) => response.status)]).toEqual([path, [status]]);
  }
});

test("nothing of it was an error to the server", () => {
  const log = readFileSync(join(latchkey.dataDir, "../latchkey.log"), "utf8").split("\n");
  const faults = log.filter((line) =>
    /uncaught|unhandled|"level":(50|60)|"level":"(error|fatal)"|^ +at |⨯/i.test(line),
  );
  expect(faults.slice(0, 20)).toEqual([]);
});
