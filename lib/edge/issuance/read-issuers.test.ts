import { expect, it } from "vitest";
import { hasAdmission, limitOf, withoutReserve } from "@/lib/edge/issuance/ca-limits";
import { readIssuers } from "@/lib/edge/issuance/read-issuers";

const other = "https://ca.example/directory";
const limits = JSON.stringify({
  [other]: { name: "Example CA", caa: ["ca.example"], limits: { orders: { count: 100, per: "1h", reserve: 10 } } },
});

it("Let's Encrypt has its published limits, by name and by URL", () => {
  for (const issuer of ["acme", "https://acme-v02.api.letsencrypt.org/directory"]) {
    const [authority] = readIssuers(issuer, null);
    expect(authority).toMatchObject({ name: "Let's Encrypt", caaIdentities: ["letsencrypt.org"] });
    expect(authority && limitOf(authority, "registered_domain")).toMatchObject({ capacity: 50, windowMs: 604_800_000 });
    expect(authority && limitOf(authority, "orders")).toMatchObject({ capacity: 300, windowMs: 10_800_000 });
  }
});

it("reads a list in its order, separated by spaces or commas, and the limits of other authorities", () => {
  const issuers = readIssuers(`acme, ${other}`, limits);
  expect(issuers.map(({ name }) => name)).toEqual(["Let's Encrypt", "Example CA"]);
  expect(issuers[1]?.limits).toEqual([{ kind: "orders", capacity: 100, windowMs: 3_600_000, reserve: 10 }]);
  expect(readIssuers(other, null)).toEqual([
    { name: "ca.example", directoryUrl: other, caaIdentities: [], limits: [] },
  ]);
  expect(readIssuers("internal", null)).toEqual([]);
});

it("nothing waits where an authority without limits takes what is left", () => {
  expect(hasAdmission(readIssuers("acme", null))).toBe(true);
  expect(hasAdmission(readIssuers(`acme ${other}`, limits))).toBe(true);
  for (const issuer of ["internal", other, `acme ${other}`])
    expect(hasAdmission(readIssuers(issuer, null))).toBe(false);
});

it("the reserve makes the bucket smaller, and not slower", () => {
  const limit = withoutReserve({ kind: "orders", capacity: 300, windowMs: 10_800_000, reserve: 30 });
  expect(limit.capacity).toBe(270);
  expect(limit.windowMs / limit.capacity).toBe(36_000);
});

it.each([
  "{",
  "[]",
  `{"${other}":{"limits":{}}}`,
  `{"${other}":{"name":"x","limits":{"orders":{"count":1,"per":"1w"}}}}`,
])("says that %s is not valid", (text) => {
  expect(() => readIssuers("acme", text)).toThrow(/^EDGE_CA_LIMITS: /);
});
