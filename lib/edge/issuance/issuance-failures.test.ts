import fc from "fast-check";
import { expect, it } from "vitest";
import { createIssuanceFailures } from "@/lib/edge/issuance/issuance-failures";

const start = Date.UTC(2026, 10, 29, 12);
let nowMs = start;
const now = () => new Date(nowMs);

const failed = (error: string, atMs = start) =>
  JSON.stringify({
    level: "error",
    ts: atMs / 1_000,
    logger: "tls.obtain",
    msg: "could not get certificate from issuer",
    identifier: "shop.customer.test",
    issuer: "ca.test-dir",
    error,
  });
const issued = (atMs: number) =>
  JSON.stringify({ level: "info", ts: atMs / 1_000, logger: "tls.obtain", msg: "certificate obtained successfully" });

it.each([
  ["HTTP 429 urn:ietf:params:acme:error:rateLimited - too many new orders", "rateLimited"],
  ["HTTP 403 urn:ietf:params:acme:error:caa - CAA record prevents issuance", "caa"],
  ["HTTP 400 urn:ietf:params:acme:error:madeUpByAnAuthority - no", "other"],
  [
    'performing request: Get "https://ca.test/dir": dial tcp 127.0.0.1:14000: connect: connection refused',
    "unreachable",
  ],
  ['Get "https://ca.test/dir": context deadline exceeded', "unreachable"],
  ["something else", "other"],
])("%s counts as %s", (error, reason) => {
  const failures = createIssuanceFailures(now);
  failures.note(failed(error));
  failures.note(failed(error));
  expect(failures.list()).toEqual([{ issuer: "ca.test-dir", reason, count: 2 }]);
});

it("an authority that is away is a problem until it issues, or until it has not been tried for ten minutes", () => {
  nowMs = start;
  const failures = createIssuanceFailures(now);
  failures.note(failed("dial tcp: connect: connection refused"));
  expect(failures.problem()).toContain("ca.test-dir does not issue (unreachable)");
  failures.note(issued(start + 1_000));
  expect(failures.problem()).toBe(null);
  failures.note(failed("dial tcp: connect: connection refused", start + 2_000));
  nowMs = start + 2_000 + 10 * 60_000;
  expect(failures.problem()).toBe(null);
});

it("what one hostname is refused for is no problem of the edge", () => {
  const failures = createIssuanceFailures(now);
  failures.note(failed("HTTP 403 urn:ietf:params:acme:error:unauthorized - wrong answer", nowMs));
  expect([failures.list().length, failures.problem()]).toEqual([1, null]);
});

it("lines of before the start are not counted again", () => {
  nowMs = start;
  const failures = createIssuanceFailures(now);
  failures.note(failed("dial tcp: connect: connection refused", start - 1));
  expect([failures.list(), failures.problem()]).toEqual([[], null]);
});

it("takes any line, and has a bounded number of lines for Prometheus", () => {
  const failures = createIssuanceFailures(now);
  fc.assert(
    fc.property(fc.string(), fc.string(), (issuer, error) => {
      failures.note(`"tls could not get certificate from issuer ${issuer}`);
      failures.note(failed(error, nowMs).replace("ca.test-dir", JSON.stringify(issuer).slice(1, -1)));
    }),
    { seed: 16, numRuns: 500 },
  );
  expect(failures.list().length).toBe(100);
});
