import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type CaddyLogReader, createCaddyLogReader, parseRefusal } from "@/lib/edge/issuance/read-caddy-log";

/** As Caddy 2.6.2 and 2.11.9 wrote them, in front of an authority with limits. */
const written = {
  "2.11.9, 429":
    '{"level":"error","ts":1795866978.8964574,"logger":"tls.obtain","msg":"could not get certificate from issuer","identifier":"two.customer.test","issuer":"127.0.0.1:34715-dir","error":"HTTP 429 urn:ietf:params:acme:error:rateLimited - too many new orders (2) from this account in the last 3600s, retry after 2026-11-28 12:26:17 UTC: see https://letsencrypt.org/docs/rate-limits/#new-orders-per-account"}',
  "2.11.9, 503":
    '{"level":"error","ts":1795866980.1055338,"logger":"tls.obtain","msg":"could not get certificate from issuer","identifier":"three.customer.test","issuer":"127.0.0.1:34715-dir","error":"HTTP 503 urn:ietf:params:acme:error:rateLimited - Service busy; retry later."}',
  "2.6.2, 429":
    '{"level":"error","ts":1795866984.439803,"logger":"tls.obtain","msg":"could not get certificate from issuer","identifier":"two.customer.test","issuer":"127.0.0.1:45963-dir","error":"HTTP 429 urn:ietf:params:acme:error:rateLimited - too many new orders (2) from this account in the last 3600s, retry after 2026-11-28 12:26:23 UTC: see https://letsencrypt.org/docs/rate-limits/#new-orders-per-account"}',
  "2.6.2, 503":
    '{"level":"error","ts":1795866985.589632,"logger":"tls.obtain","msg":"could not get certificate from issuer","identifier":"three.customer.test","issuer":"127.0.0.1:45963-dir","error":"HTTP 503 urn:ietf:params:acme:error:rateLimited - Service busy; retry later."}',
};

it("reads the authority, the hostname and the time of what both versions write", () => {
  expect(Object.values(written).map(parseRefusal)).toMatchObject([
    {
      issuer: "127.0.0.1:34715-dir",
      hostname: "two.customer.test",
      retryAfter: "2026-11-28T12:26:17.000Z",
      at: "2026-11-28T11:56:18.896Z",
    },
    { hostname: "three.customer.test", retryAfter: null, detail: expect.stringContaining("HTTP 503") },
    { issuer: "127.0.0.1:45963-dir", retryAfter: "2026-11-28T12:26:23.000Z" },
    { retryAfter: null },
  ]);
});

it.each([
  '{"level":"error","logger":"http.log.access","error":"HTTP 429 for a visitor","issuer":"x"}',
  '{"level":"error","logger":"tls.obtain","identifier":"a.test","issuer":"x","error":"HTTP 403 urn:ietf:params:acme:error:unauthorized - no"}',
  '{"logger":"tls.obtain","issuer":"x","error":{"HTTP 429":1}}',
  "HTTP 429 urn:ietf:params:acme:error:rateLimited",
  "null",
])("%s is no refusal because of a limit", (line) => {
  expect(parseRefusal(line)).toBeNull();
});

it("takes any line", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void parseRefusal(`HTTP 429 ${line}`)));
});

let folder: string;
let path: string;
let reader: CaddyLogReader;
let now: Date;
const line = (hostname: string) => `${written["2.11.9, 429"].replace("two.customer.test", hostname)}\n`;
const hostnames = () => reader.refusals().map(({ hostname }) => hostname);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-caddy-log-"));
  path = join(folder, "caddy.log");
  now = new Date("2026-11-28T12:00:00Z");
  reader = createCaddyLogReader({ path, now: () => now });
});

afterEach(async () => {
  await reader.close();
  rmSync(folder, { recursive: true });
});

it("waits for a file that does not exist yet, and reads each line once, also one that is written in two parts", async () => {
  await reader.read();
  writeFileSync(path, "not JSON\n");
  await reader.read();
  const text = line("parts.test");
  appendFileSync(path, text.slice(0, 100));
  await reader.read();
  expect(hostnames()).toEqual([]);
  appendFileSync(path, text.slice(100));
  await reader.read();
  expect(hostnames()).toEqual(["parts.test"]);
});

it("reads the rest of a file that was rotated, and then the new one from its beginning", async () => {
  writeFileSync(path, line("one.test"));
  await reader.read();
  appendFileSync(path, line("two.test"));
  renameSync(path, join(folder, "caddy-2026-11-28.log"));
  writeFileSync(path, line("three.test"));
  await reader.read();
  expect(hostnames()).toEqual(["one.test", "two.test", "three.test"]);
  appendFileSync(path, line("four.test"));
  await reader.read();
  expect(hostnames()).toContain("four.test");
});

it("reads a file that was cut short from its beginning", async () => {
  writeFileSync(path, `${"x".repeat(5_000)}\n${line("one.test")}`);
  await reader.read();
  truncateSync(path, 0);
  appendFileSync(path, line("two.test"));
  await reader.read();
  expect(hostnames()).toEqual(["one.test", "two.test"]);
});

it("holds little, however much is written: the last refusals, and no line without end", async () => {
  writeFileSync(path, "");
  await reader.read();
  appendFileSync(path, "y".repeat(3_000_000));
  await reader.read();
  appendFileSync(path, `\n${Array.from({ length: 150 }, (_, n) => line(`n${n}.test`)).join("")}`);
  await reader.read();
  expect(hostnames()).toHaveLength(100);
  expect(hostnames().at(-1)).toBe("n149.test");
});

it("a new process finds what was refused before it started, and lets go of what is over", async () => {
  writeFileSync(path, `${"x".repeat(1_000_000)}\n${line("before.test")}${written["2.11.9, 503"]}\n`);
  await reader.read();
  expect(hostnames()).toEqual(["before.test", "three.customer.test"]);
  now = new Date("2026-11-28T12:26:18Z");
  expect(hostnames()).toEqual(["three.customer.test"]);
  now = new Date("2026-11-28T13:00:00Z");
  expect(hostnames()).toEqual([]);
});
