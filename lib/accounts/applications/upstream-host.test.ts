import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { upstreamHostSchema } from "@/lib/accounts/applications/schema";
import { sequencedChangeSchema } from "@/lib/edge/protocol/changes";
import { encodeSetApplication, readSetUpstream } from "@/lib/edge/protocol/set-format";
import { checkUpstream, rulesFor } from "@/lib/platform/outbound/check-upstream";
import { testUpstreamPolicy } from "@/lib/runtime/testing/upstreams";

const read = (text: string) => upstreamHostSchema.safeParse(text).data ?? null;

describe("the host that an origin gets", () => {
  it.each([
    ["Shop-123.HerokuApp.com", "shop-123.herokuapp.com"],
    [" app.internal. ", "app.internal"],
    ["web", "web"],
    ["bücher.de", "xn--bcher-kva.de"],
    ["10-0-0-1.example.com", "10-0-0-1.example.com"],
  ])("%j is read as %s", (text, host) => expect(read(text)).toBe(host));

  it.each([
    ...["", " ", "https://a.example.com", "a.example.com:8080", "a.example.com/", "a.example.com/x", "a.example.com?x"],
    ...[
      "a.example.com#x",
      "user@a.example.com",
      "10.0.0.1",
      "127.1",
      "0x7f.1",
      "2130706433",
      "[::1]",
      "::1",
      "a b.com",
    ],
    ...["a..b.com", ".a.com", "-a.com", "a-.com", "a_b.com", "*.a.com", "a.com,b.com", "a.com\r\nX-Y: z", "a%2ecom"],
    ...["{http.request.host}", "a.{env.SECRET}", "a.com\\b", `${"a".repeat(64)}.com`, `${"a.".repeat(127)}com`],
  ])("%j is refused", (text) => expect(read(text)).toBeNull());

  it("whatever is typed, only a name comes out, and reading it again changes nothing", () => {
    const text = fc.oneof(fc.string(), fc.domain(), fc.webAuthority(), fc.ipV4(), fc.ipV6(), fc.webUrl());
    fc.assert(
      fc.property(text, (typed) => {
        const host = read(typed);
        if (host === null) return;
        expect(host).toMatch(/^[a-z0-9.-]{1,253}$/);
        expect(read(host)).toBe(host);
        expect(host).not.toMatch(/(^|\.)\d+$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("edges of an earlier version", () => {
  const ids = {
    applicationId: "0192f7a0-1111-4abc-8def-000000000001",
    tenantId: "0192f7a0-1111-4abc-8def-000000000002",
  };
  const origin = fc.tuple(fc.constantFrom("http", "https"), fc.domain(), fc.integer({ min: 1_024, max: 65_535 }));

  it("read a set with hosts as they did before: the upstream's URL is the same origin to them", () => {
    fc.assert(
      fc.property(origin, fc.option(fc.domain()), ([scheme, name, port], upstreamHost) => {
        const upstream = new URL(`${scheme}://${name}:${port}`).origin;
        const line = encodeSetApplication({ ...ids, upstream, upstreamHost });
        // Their reader: one JSON text to the end of the line.
        const [, text = ""] = /^A [0-9a-f-]{36} [0-9a-f-]{36} (.*)\n$/.exec(line) ?? [];
        const theirs: unknown = JSON.parse(text);
        const rules = rulesFor(testUpstreamPolicy, "t");
        expect(checkUpstream(String(theirs), rules)).toEqual(checkUpstream(upstream, rules));
        expect(readSetUpstream(String(theirs))).toEqual({ upstream, upstreamHost });
      }),
    );
  });

  it("wrote changes without the host, which are read as none", () => {
    const change = { kind: "application", ...ids, upstream: "https://a.example.com" };
    expect(sequencedChangeSchema.parse({ sequence: 1, change }).change).toEqual({ ...change, upstreamHost: null });
  });
});
