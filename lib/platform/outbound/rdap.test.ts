import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OutboundHttp, OutboundRequest, OutboundResult } from "@/lib/platform/outbound/outbound-http";
import { createRdap } from "@/lib/platform/outbound/rdap";

const bootstrapUrl = "https://data.example/dns.json";
const bootstrap = {
  services: [
    [
      ["com", "net"],
      ["http://rdap.plain.example/", "https://rdap.com.example/v1/"],
    ],
    [["uk"], ["https://rdap.uk.example"]],
    [["co.uk"], ["https://rdap.co-uk.example/"]],
  ],
};
const acme = {
  objectClassName: "domain",
  ldhName: "ACME.COM",
  status: ["client Hold", "client transfer prohibited"],
  events: [
    { eventAction: "registration", eventDate: "2020-01-01T00:00:00Z" },
    { eventAction: "expiration", eventDate: "2027-03-01T12:00:00+02:00" },
  ],
  entities: [
    { roles: ["registrant"], vcardArray: ["vcard", [["fn", {}, "text", "Jane"]]] },
    {
      roles: ["registrar"],
      vcardArray: [
        "vcard",
        [
          ["version", {}, "text", "4.0"],
          ["fn", {}, "text", "Example Inc."],
        ],
      ],
    },
  ],
  nameservers: [{ ldhName: "NS1.suspended-domain.com" }, {}],
};

function openWith(answers: Record<string, unknown>) {
  let now = new Date("2026-01-01T00:00:00Z");
  const requests: OutboundRequest[] = [];
  const outbound: OutboundHttp = {
    async send(request) {
      requests.push(request);
      const answer = request.url === bootstrapUrl ? (answers[bootstrapUrl] ?? bootstrap) : answers[request.url];
      if (answer === undefined) return { kind: "failed", reason: "connect", message: "", durationMs: 1 };
      if (typeof answer === "object" && answer !== null && "kind" in answer) return answer as OutboundResult;
      return respond(200, JSON.stringify(answer));
    },
    close: async () => undefined,
  };
  const registry = createRdap({ outbound, bootstrapUrl, now: () => now });
  return {
    requests,
    find: (domain: string, tenantId = "t") => registry.find(domain, { tenantId, timeoutMs: 1_000 }),
    advance(ms: number) {
      now = new Date(now.getTime() + ms);
    },
  };
}

function respond(status: number, body = "", headers: Record<string, string> = {}): OutboundResult {
  return { kind: "response", status, headers, body, truncated: false, durationMs: 1 };
}

const url = "https://rdap.com.example/v1/domain/acme.com";
const hour = 3_600_000;

describe("a registry by RDAP", () => {
  it("gives status, expiry date, registrar and nameservers", async () => {
    const { find } = openWith({ [url]: acme });
    expect(await find("Acme.com.")).toEqual({
      status: ["client hold", "client transfer prohibited"],
      expiresAt: "2027-03-01T10:00:00.000Z",
      registrar: "Example Inc.",
      nameservers: ["ns1.suspended-domain.com"],
    });
  });

  it("is asked at the server of the longest suffix, by https where there is one", async () => {
    const { find, requests } = openWith({});
    for (const domain of ["acme.net", "acme.co.uk", "acme.uk", "acme.test"]) await find(domain);
    expect(requests.map((request) => request.url)).toEqual([
      bootstrapUrl,
      "https://rdap.com.example/v1/domain/acme.net",
      "https://rdap.co-uk.example/domain/acme.co.uk",
      "https://rdap.uk.example/domain/acme.uk",
    ]);
  });

  it("is asked once an hour for a domain, also where it failed, and for its list once a day", async () => {
    const { find, requests, advance } = openWith({});
    await Promise.all([find("acme.com"), find("acme.com"), find("acme.com", "other")]);
    expect(requests).toHaveLength(2);
    advance(hour - 1);
    await find("acme.com");
    expect(requests).toHaveLength(2);
    advance(1);
    await find("acme.com");
    expect(requests).toHaveLength(3);
    advance(23 * hour);
    await find("acme.com");
    expect(requests.filter((request) => request.url === bootstrapUrl)).toHaveLength(2);
  });

  it("is asked for so many domains in a minute, and no tenant uses up the share of another", async () => {
    const { find, requests, advance } = openWith({});
    for (let index = 0; index < 30; index += 1) await find(`a${index}.com`, "hostile");
    expect(requests).toHaveLength(1 + 20);
    expect(await find("acme.com", "other")).toBeNull();
    expect(requests).toHaveLength(1 + 21);
    advance(60_000);
    await find("b.com", "hostile");
    expect(requests).toHaveLength(1 + 22);
  });

  it("follows a redirect through the same guarded client, and no circle of them", async () => {
    const elsewhere = "https://rdap.registrar.example/domain/acme.com";
    const moved = respond(302, "", { location: elsewhere });
    expect(await openWith({ [url]: moved, [elsewhere]: acme }).find("acme.com")).not.toBeNull();
    const circle = openWith({ [url]: respond(302, "", { location: url }) });
    expect(await circle.find("acme.com")).toBeNull();
    expect(circle.requests).toHaveLength(4);
  });

  it.each([
    ["no such domain", respond(404, JSON.stringify(acme))],
    ["a refusal", respond(429)],
    ["no JSON", respond(200, "<html>")],
    ["more than we read", { ...respond(200, JSON.stringify(acme)), truncated: true }],
    ["another domain", { ...acme, ldhName: "other.com" }],
    ["another object", { ...acme, objectClassName: "entity" }],
    ["a status that is no list", { ...acme, status: "client hold" }],
  ])("knows nothing after %s", async (_title, answer) => {
    expect(await openWith({ [url]: answer }).find("acme.com")).toBeNull();
  });

  it("knows nothing without a list, and asks for it again some minutes later", async () => {
    const { find, requests, advance } = openWith({ [bootstrapUrl]: respond(500) });
    expect(await find("acme.com")).toBeNull();
    advance(4 * 60_000);
    await find("b.com");
    expect(requests).toHaveLength(1);
    advance(2 * 60_000);
    await find("c.com");
    expect(requests).toHaveLength(2);
  });

  it("never rejects, whatever a server sends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        const found = await openWith({ [url]: respond(200, JSON.stringify(body)) }).find("acme.com");
        expect(found === null || Array.isArray(found.status)).toBe(true);
      }),
    );
  });
});
