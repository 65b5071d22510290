import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTemplate, type DiscoveryDeps, discoverDomainConnect } from "@/lib/dns/domain-connect/discover";
import { readProviderSettings } from "@/lib/dns/domain-connect/provider-settings";
import type { ServerAnswer } from "@/lib/dns/records";
import { createOutboundHttp, type OutboundResult } from "@/lib/platform/outbound/outbound-http";

const zone = "example.com";
const good = {
  providerId: "dns.example",
  providerName: "Example DNS",
  urlSyncUX: "https://connect.dns.example",
  urlAPI: "https://api.dns.example/dc/",
};

type World = {
  texts: string[] | null;
  respond: (url: string) => Partial<OutboundResult>;
  asked: string[];
  sent: string[];
};

function worldWith(texts: string[] | null, body: unknown = good, status = 200): World & { deps: DiscoveryDeps } {
  const world: World = {
    texts,
    respond: () => ({ kind: "response", status, body: typeof body === "string" ? body : JSON.stringify(body) }),
    asked: [],
    sent: [],
  };
  const deps: DiscoveryDeps = {
    tenantId: "t",
    allowLoopback: false,
    resolver: {
      async ask(name, type) {
        world.asked.push(`${type} ${name}`);
        const records = (world.texts ?? []).map((value) => ({ name, type: "TXT", value, ttl: 60 }));
        const base = { server: "ns", address: "192.0.2.1", name, type, authoritative: true, records, rttMs: 1 };
        const kind = world.texts === null ? "unreachable" : records.length > 0 ? "answer" : "nodata";
        const servers: ServerAnswer[] = [{ ...base, kind, transport: "udp" }];
        return { name, type, zone, delegation: { kind: "ok" }, servers };
      },
    },
    outbound: {
      async send({ url, maxResponseBytes }) {
        world.sent.push(url);
        const response = { headers: {}, truncated: false, durationMs: 1, ...world.respond(url) } as OutboundResult;
        if (response.kind !== "response") return response;
        const truncated = response.body.length > maxResponseBytes;
        return { ...response, body: response.body.slice(0, maxResponseBytes), truncated };
      },
      close: async () => undefined,
    },
  };
  return Object.assign(world, { deps });
}

describe("discovery", () => {
  it("asks at the zone, then reads the settings of the host that the record names", async () => {
    const world = worldWith(["connect.dns.example/path"]);
    const found = await discoverDomainConnect(world.deps, zone);
    expect([world.asked, world.sent]).toEqual([
      ["TXT _domainconnect.example.com"],
      ["https://connect.dns.example/path/v2/example.com/settings"],
    ]);
    expect(found.problem).toBeNull();
    expect(found.settings).toMatchObject({ urlAPI: "https://api.dns.example/dc", width: 750, height: 750 });
  });

  it.each<[string, string[] | null, string]>([
    ["no answer", null, "dns_unreachable"],
    ["no record", [], "no_record"],
    ["a record that names no host", ["not a host"], "bad_record"],
    ["an address", ["192.0.2.1"], "bad_record"],
    ["a port", ["connect.dns.example:8443"], "bad_record"],
    ["a user", ["user@connect.dns.example"], "bad_record"],
    ["a query", ["connect.dns.example/?x="], "bad_record"],
    ["a path upwards", ["connect.dns.example/../.."], "bad_record"],
    ["a scheme", ["http://connect.dns.example"], "bad_record"],
    ["this machine, outside of the sandbox", ["localhost:3000"], "bad_record"],
  ])("with %s there is nothing to ask", async (_, texts, problem) => {
    const world = worldWith(texts);
    expect((await discoverDomainConnect(world.deps, zone)).problem).toBe(problem);
    expect(world.sent).toEqual([]);
  });

  it.each<[string, unknown, number, string]>([
    ["404: a record left behind by a move", "", 404, "not_here"],
    ["an error", "", 500, "settings_unreachable"],
    ["a redirect, which is not followed", "", 302, "settings_unreachable"],
    ["no JSON", "<html>", 200, "settings_invalid"],
    ["a list", [], 200, "settings_invalid"],
    ["no urlAPI", { ...good, urlAPI: undefined }, 200, "settings_invalid"],
    [
      "more than we read, although its beginning is whole",
      `${JSON.stringify(good)}${" ".repeat(100_000)}`,
      200,
      "settings_invalid",
    ],
    ["a huge text", { ...good, more: "x".repeat(100_000) }, 200, "settings_invalid"],
    ["no synchronous flow", { ...good, urlSyncUX: undefined }, 200, "no_sync_flow"],
  ])("settings with %s are no offer", async (_, body, status, problem) => {
    const world = worldWith(["connect.dns.example"], body, status);
    const found = await discoverDomainConnect(world.deps, zone);
    expect([found.problem, world.sent.length]).toEqual([problem, 1]);
  });

  it("takes only the provider's own word for a template", async () => {
    const ids = { providerId: "shops.example", serviceId: "customdomain" };
    const kindAt = async (status: number) => {
      const world = worldWith([], "", status);
      const check = await checkTemplate(world.deps, { urlAPI: "https://api.dns.example/dc" }, ids);
      expect(check.url).toBe(
        "https://api.dns.example/dc/v2/domainTemplates/providers/shops.example/services/customdomain",
      );
      return check.kind;
    };
    expect(await Promise.all([200, 204, 404, 302, 401, 500].map(kindAt))).toEqual([
      ...["supported", "supported", "not_onboarded", "unreachable", "unreachable", "unreachable"],
    ]);
  });
});

describe("settings that somebody hostile wrote", () => {
  it.each([
    ...["javascript:alert(1)", "data:text/html,x", "http://connect.dns.example", "https://connect.dns.example:8443"],
    ...["https://192.0.2.1", "https://10.0.0.1", "https://127.0.0.1", "https://[::1]", "https://localhost"],
    ...[
      "https://db.internal",
      "https://user:pw@connect.dns.example",
      "https://connect.dns.example?next=",
      "//x.example",
    ],
    ...["https://connect.dns.example#x", "https://connect.dns.example/\n", "", 5, ["https://x.example"]],
  ])("%j is neither a place for browsers nor for us", (url) => {
    const read = (body: object) => readProviderSettings(JSON.stringify(body), zone, false);
    expect(read({ ...good, urlAPI: url }).ok).toBe(false);
    const sync = read({ ...good, urlSyncUX: url });
    expect(sync.ok && sync.settings.urlSyncUX !== null).toBe(false);
  });

  it("sizes and names are bounded, and the control panel is a link or nothing", () => {
    const body = {
      ...good,
      providerName: `\u202eEvil\n${"x".repeat(200)}`,
      width: 1e9,
      height: "-5",
      urlControlPanel: "javascript:x",
    };
    const read = readProviderSettings(JSON.stringify(body), zone, false);
    expect(read.ok && read.settings).toMatchObject({ width: 2_000, height: 750, urlControlPanel: null });
    expect(read.ok && read.settings.providerName).toMatch(/^Evil x{50,75}$/);
    const panel = readProviderSettings(
      JSON.stringify({ ...good, urlControlPanel: "https://p.example/?d=%domain%" }),
      zone,
      false,
    );
    expect(panel.ok && panel.settings.urlControlPanel).toBe("https://p.example/?d=example.com");
  });

  it("JSON of any shape is read or refused, and never throws", () => {
    const url = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom("javascript:x", "http://x.example"));
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record({
          providerId: fc.string(),
          providerName: fc.string(),
          urlSyncUX: url,
          urlAPI: url,
          width: fc.jsonValue(),
        })
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(body, (text) => {
        const read = readProviderSettings(text, zone, false);
        if (!read.ok) return;
        for (const one of [read.settings.urlAPI, read.settings.urlSyncUX ?? "https://x.example"]) {
          expect(new URL(one).protocol).toBe("https:");
          expect(new URL(one).port).toBe("");
        }
      }),
    );
  });
});

it("never connects to an address that is not public, whatever the record's host resolves to", async () => {
  const addresses = fc.oneof(
    fc.constantFrom("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0", "::ffff:10.0.0.1"),
    fc.ipV4().filter((address) => /^(10|127)\./.test(address)),
  );
  await fc.assert(
    fc.asyncProperty(fc.domain(), fc.array(addresses, { minLength: 1, maxLength: 3 }), async (host, found) => {
      const dialled: string[] = [];
      const outbound = createOutboundHttp({
        allowLoopback: false,
        lookup: async () => found,
        dial: (targets) => {
          dialled.push(...targets);
          throw new Error("no connection in this test");
        },
      });
      const world = worldWith([host]);
      const discovery = await discoverDomainConnect({ ...world.deps, outbound }, zone);
      await outbound.close();
      expect([dialled, discovery.settings]).toEqual([[], null]);
    }),
    { numRuns: 40 },
  );
});
