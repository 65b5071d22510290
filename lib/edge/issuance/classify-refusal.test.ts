import { expect, it } from "vitest";
import { classifyRefusal, issuerKeyOf } from "@/lib/edge/issuance/classify-refusal";
import { directoryUrlOf } from "@/lib/edge/protocol/issuer-names";

const now = new Date("2026-11-28T12:00:00Z");
const refusal = {
  issuer: "acme-v02.api.letsencrypt.org-directory",
  hostname: "shop.example.com",
  retryAfter: "2026-11-28T12:30:00.000Z",
  at: "2026-11-28T11:59:00.000Z",
};

it.each([
  ["too many new orders (300) from this account in the last 3h0m0s", "orders", ""],
  [
    'too many certificates (50) already issued for "Example.com" in the last 168h0m0s',
    "registered_domain",
    "example.com",
  ],
  [
    "too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s",
    "exact_set",
    "shop.example.com",
  ],
  [
    'too many failed authorizations (5) for "shop.example.com" in the last 1h0m0s',
    "failed_validations",
    "shop.example.com",
  ],
  ["something new", "orders", ""],
])("%s", (words, kind, key) => {
  const detail = `HTTP 429 urn:ietf:params:acme:error:rateLimited - ${words}, retry after 2026-11-28 12:30:00 UTC`;
  expect(classifyRefusal({ ...refusal, detail }, now)).toEqual({ kind, key, until: new Date(refusal.retryAfter) });
});

it("assumes an hour where no time is named, five minutes for a server that is busy, and a week at most", () => {
  const until = (parts: { detail: string; retryAfter: string | null; at?: string }) =>
    classifyRefusal({ ...refusal, ...parts }, now).until.toISOString();
  expect(until({ detail: "HTTP 429 x", retryAfter: null })).toBe("2026-11-28T12:59:00.000Z");
  expect(until({ detail: "HTTP 503 x", retryAfter: null })).toBe("2026-11-28T12:04:00.000Z");
  expect(until({ detail: "HTTP 429 x", retryAfter: null, at: "2027-01-01T00:00:00.000Z" })).toBe(
    "2026-11-28T13:00:00.000Z",
  );
  expect(until({ detail: "HTTP 429 x", retryAfter: "2036-01-01T00:00:00.000Z" })).toBe("2026-12-05T12:00:00.000Z");
});

it("knows an authority by the name that Caddy gives it", () => {
  expect(issuerKeyOf(directoryUrlOf("acme"))).toBe("acme-v02.api.letsencrypt.org-directory");
  expect(issuerKeyOf("https://127.0.0.1:34715/dir")).toBe("127.0.0.1:34715-dir");
});
