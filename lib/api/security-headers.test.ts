import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { securityHeaders } from "@/lib/api/security-headers";

const facts = { https: true, scriptHash: "'sha256-abc='", nonce: "bm9uY2U=" };

/** The directives of a policy, by name. */
function directivesOf(path: string): Map<string, string[]> {
  const policy = securityHeaders(path, facts)["content-security-policy"] ?? "";
  return new Map(policy.split("; ").map((text) => [text.split(" ")[0] ?? "", text.split(" ").slice(1)]));
}

const pages = ["/", "/sign-in", "/connections/x", "/sandbox", "/docs/errors", "/connectx", "/v1x", "/no-such-page"];
const secretPages = ["/connect/token", "/reset-password/token", "/invitations/token", "/verify-email/token"];
const data = ["/v1", "/v1/tenant", "/api/auth/csrf", "/internal/work", "/billing/stripe", "/metrics", "/healthz"];

describe.each([...pages, ...secretPages])("%s", (path) => {
  it("runs the scripts of its own nonce, and none besides the one whose bytes never change", () => {
    const directives = directivesOf(path);
    expect(directives.get("script-src")).toEqual(["'self'", "'nonce-bm9uY2U='", "'sha256-abc='"]);
    expect(directives.get("style-src")).toEqual(["'self'", "'nonce-bm9uY2U='"]);
    for (const name of ["default-src", "object-src", "base-uri", "frame-ancestors"])
      expect([name, directives.get(name)]).toEqual([name, ["'none'"]]);
    expect(directives.get("form-action")).toEqual(["'self'"]);
  });
});

it.each([...data, "/_next/static/chunks/a.js", "/sandbox/records"])("%s loads nothing", (path) => {
  const directives = directivesOf(path);
  expect([...directives.values()].flat()).toEqual(["'none'", "'none'", "'none'", "'none'"]);
  expect(directives.has("default-src") && directives.has("frame-ancestors")).toBe(true);
});

it("sends no referrer from a page whose path is a secret", () => {
  for (const path of secretPages) expect(securityHeaders(path, facts)["referrer-policy"]).toBe("no-referrer");
  for (const path of pages) expect(securityHeaders(path, facts)["referrer-policy"]).toBe("same-origin");
});

it("knows windows of other sites where a DNS provider's page is opened and returns from, and nowhere else", () => {
  const openersOf = (path: string) => securityHeaders(path, facts)["cross-origin-opener-policy"];
  for (const name of ["return", "done"]) expect(openersOf(`/connect/domain-connect/${name}`)).toBe("unsafe-none");
  expect(openersOf("/connect/token")).toBe("same-origin-allow-popups");
  for (const path of [...pages, ...data]) expect(openersOf(path)).toBe("same-origin");
});

it("closes frames of the hosted page by frame-ancestors alone, so that its own answer can name origins", () => {
  const headers = securityHeaders("/connect/token", facts);
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers).not.toHaveProperty("x-frame-options");
});

it("gives every path all of them, and HSTS where the app is on HTTPS", () => {
  fc.assert(
    fc.property(fc.webPath(), fc.boolean(), (text, https) => {
      const path = text.startsWith("/") ? text : `/${text}`;
      const headers = securityHeaders(path, { ...facts, https });
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": expect.stringMatching(/^same-origin(-allow-popups)?$/),
        "permissions-policy": expect.stringContaining("camera=()"),
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      });
      expect("strict-transport-security" in headers).toBe(https);
      expect(headers["content-security-policy"]).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    }),
  );
});
