import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { namecheap } from "@/lib/dns/adapters/namecheap";
import { createNamecheapZone, type NamecheapStandIn, startNamecheap } from "./namecheap/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandInRequest } from "./stand-in";

const writers = createWriters();
const zone = { id: "example.com", name: "example.com", nameservers: null };
const change = { name: "a.example.com", type: "TXT", ttl: 1_800, add: ["ours"], remove: [] } as const;
let standIn: NamecheapStandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startNamecheap>[0] = {}) {
  standIn = await startNamecheap(options);
  return writers.open(namecheap, standIn);
}

function commandOf({ body, query }: StandInRequest): string {
  return new URLSearchParams(body).get("Command") ?? query.get("Command") ?? "";
}

function setHostsCalls(): URLSearchParams[] {
  const calls = standIn.requests.filter((request) => commandOf(request) === "namecheap.domains.dns.setHosts");
  return calls.map(({ body }) => new URLSearchParams(body));
}

// No quotes or backslashes in text. The zone is read twice, each time with its count, and written once.
const texts = ["v=spf1 include:_spf.example.net -all", `p=${"MIIBIjANBgkqhkiG9w0B".repeat(20)}`, "  two  spaces "];
describeAdapter({ adapter: namecheap, startServer: startWithoutLastMoment, texts, mostCalls: 5 });

/**
 * `setHosts` takes no condition: what somebody else changes between our second reading and our writing is lost, and nobody can
 * know. The suite's changes by somebody else come before every other call, and after that one.
 */
async function startWithoutLastMoment() {
  const server = await startNamecheap();
  let waiting: (() => void)[] = [];
  const flush = () => {
    for (const put of waiting) put();
    waiting = [];
  };
  server.onRequest((request) => {
    if (commandOf(request) !== "namecheap.domains.dns.setHosts") flush();
  });
  const { zone } = server;
  const sets = () => {
    flush();
    return zone.sets();
  };
  const put = (row: Parameters<typeof zone.put>[0]) => void waiting.push(() => zone.put(row));
  return { ...server, zone: { name: zone.name, put, sets } };
}

// Lexicon's own change of a record deletes by the new value, and leaves the old one there.
it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startNamecheap();
  const { api_user, api_key } = standIn.credential;
  const options = { auth_username: String(api_user), auth_token: String(api_key), auth_client_ip: "192.0.2.1" };
  const host = "api.namecheap.com";
  const { steps } = await runLexicon({ provider: "namecheap", host, options, standIn, withoutUpdate: true });
  expect(steps).toContain("CNAME deleted");
});

describe("gates", () => {
  it("names the address that is not on the allow-list", async () => {
    const writer = await open({ callerAddress: "198.51.100.7", allowed: ["192.0.2.1"] });
    await expect(writer.findZone("example.com")).rejects.toMatchObject({
      code: "gate_ip_allowlist",
      address: "198.51.100.7",
      said: "Invalid request IP: 198.51.100.7",
    });
  });

  it("says in Namecheap's words that the key is wrong or the account may not use it", async () => {
    standIn = await startNamecheap();
    const credential = { ...standIn.credential, api_key: "wrong" };
    await expect(writers.open(namecheap, { ...standIn, credential }).listZones()).rejects.toMatchObject({
      code: "credential_invalid",
      said: "API Key is invalid or API access has not been enabled",
    });
  });

  it("a domain with other nameservers is not here, whoever asks", async () => {
    const writer = await open({ elsewhere: ["example.com"] });
    await expect(writer.findZone("shop.example.com")).rejects.toMatchObject({ code: "zone_not_here" });
    await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "zone_not_here" });
    expect(await writer.listZones()).toEqual({ zones: [], complete: false });
  });

  it("a domain that somebody shares is here, with the right to its hosts", async () => {
    const zones = ["example.com", "shared.example", "contacts.example"].map((name) => createNamecheapZone(name));
    const writer = await open({ zones, shared: { "shared.example": "hosts", "contacts.example": "contacts" } });
    expect((await writer.listZones()).zones.map(({ name }) => name)).toEqual(["example.com"]);
    expect(await writer.findZone("www.shared.example")).toMatchObject({ name: "shared.example" });
    await expect(writer.findZone("www.contacts.example")).rejects.toMatchObject({ code: "permission_missing" });
    expect(await writer.findZone("www.other.example")).toBeNull();
  });

  it("405 is the limit of calls", async () => {
    const writer = await open();
    standIn.fail({ status: 405, body: "" });
    await expect(writer.findZone("example.com")).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 60_000 });
  });
});

it("asks for a domain as it is registered, below whatever suffix", async () => {
  const zones = ["example.co.uk", "example.uk.com"].map((name) => createNamecheapZone(name));
  const writer = await open({ zones });
  expect(await writer.findZone("a.b.example.co.uk")).toMatchObject({ name: "example.co.uk" });
  expect(await writer.findZone("a.example.uk.com")).toMatchObject({ name: "example.uk.com" });
  expect(standIn.requests).toHaveLength(2);
  const found = { ...zone, id: "example.co.uk", name: "example.co.uk" };
  await writer.apply(found, [{ ...change, name: "a.example.co.uk" }]);
  expect(Object.fromEntries(setHostsCalls()[0] ?? [])).toMatchObject({ SLD: "example", TLD: "co.uk" });
});

describe("what is sent back", () => {
  it("is every record as it came, by POST, and the type of the mail service", async () => {
    const writer = await open({ zones: [createNamecheapZone("example.com", { isFresh: true })] });
    standIn.emailTypes.set("example.com", "FWD");
    const { put } = standIn.zone;
    put({ name: "example.com", type: "MXE", value: "192.0.2.25", ttl: 1_799 });
    put({ name: "f.example.com", type: "FRAME", value: 'https://other.example/?a=1&b="<2>"', ttl: 60_000 });
    put({ name: "m.example.com", type: "MX", value: "5 mail.other.example", ttl: 300 });
    for (let index = 0; index < 12; index += 1) {
      put({ name: `n${index}.example.com`, type: "TXT", value: `it's <${index}> & "more"`, ttl: 60 + index });
    }
    const before = standIn.zone.sets();
    await writer.apply(zone, [change]);
    expect(standIn.zone.sets().filter(({ name }) => name !== "a.example.com")).toEqual(before);
    expect(standIn.emailTypes.get("example.com")).toBe("FWD");
    expect(standIn.requests.every(({ method }) => method === "POST")).toBe(true);
    await writer.apply(zone, [{ ...change, add: [], remove: ["ours"] }]);
    expect(standIn.zone.sets()).toEqual(before);
  });

  it("our MX records make the mail service a custom one, and never take another one's place", async () => {
    const writer = await open();
    const mx = { ...change, name: "example.com", type: "MX", add: ["10 mail.other.example"] } as const;
    await writer.apply(zone, [mx]);
    expect(standIn.emailTypes.get("example.com")).toBe("MX");
    standIn.emailTypes.set("example.com", "OX");
    const another = { ...mx, add: ["20 mail.other.example"] };
    await expect(writer.apply(zone, [another])).rejects.toMatchObject({ code: "conflict_existing" });
    expect(standIn.emailTypes.get("example.com")).toBe("OX");
  });

  it.each(["URL", "ALIAS"])("an address beside a record of the type %s is a conflict that names it", async (type) => {
    const writer = await open();
    standIn.zone.put({ name: "example.com", type, value: "other.example" });
    const address = { ...change, name: "example.com", type: "A", add: ["192.0.2.1"] } as const;
    await expect(writer.apply(zone, [address])).rejects.toMatchObject({
      code: "conflict_existing",
      said: `example.com has ${type} other.example.`,
    });
    expect(setHostsCalls()).toEqual([]);
  });

  it.each([{ isActive: false }, { isDdnsEnabled: true }])(
    "nothing, where it would change a record: %j",
    async (extra) => {
      const writer = await open();
      standIn.zone.put({ name: "home.example.com", type: "A", value: "192.0.2.9", extra });
      await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code: "zone_read_only" });
      expect(await writer.readSets(zone, ["home.example.com"])).toMatchObject([{ values: ["192.0.2.9"] }]);
      expect(setHostsCalls()).toEqual([]);
    },
  );

  it("nothing, where the zone has records that the API does not list", async () => {
    const writer = await open();
    standIn.zone.put({ name: "_sip._tcp.example.com", type: "SRV", value: "1 1 5060 sip.example.net" });
    await expect(writer.apply(zone, [change])).rejects.toMatchObject({
      code: "zone_read_only",
      said: expect.stringContaining("does not list (1)"),
    });
    expect(setHostsCalls()).toEqual([]);
  });

  it("everything, where a record came between the count and the list", async () => {
    const writer = await open();
    standIn.onRequest((request) => {
      if (commandOf(request) !== "namecheap.domains.dns.getHosts") return;
      standIn.onRequest(null);
      standIn.zone.put({ name: "b.example.com", type: "TXT", value: "theirs" });
    });
    await writer.apply(zone, [change]);
    expect(
      standIn.zone
        .rows()
        .map(({ value }) => value)
        .sort(),
    ).toEqual(["ours", "theirs"]);
  });
});

describe("a read that may not be the whole zone", () => {
  const foreign = fc.uniqueArray(
    fc.record({
      label: fc.constantFrom("@", "www", "a", "a.b", "*"),
      type: fc.constantFrom("A", "TXT", "MX", "URL", "CAA"),
      number: fc.nat(3),
    }),
    { minLength: 2, maxLength: 8, selector: ({ label, type, number }) => `${label} ${type} ${number}` },
  );
  /** How an answer arrives damaged. `at`, `length`: parts of a thousand of it. */
  const damage = fc.oneof(
    fc.record({ kind: fc.constant("cut"), at: fc.integer({ min: 0, max: 999 }), length: fc.constant(0) }),
    fc.record({ kind: fc.constant("hole"), at: fc.nat(999), length: fc.integer({ min: 1, max: 500 }) }),
    fc.record({
      kind: fc.constantFrom("host", "status", "email", "page", "comment", "empty", "domain"),
      at: fc.nat(999),
      length: fc.constant(0),
    }),
  );

  it("is never followed by setHosts, and nothing foreign is lost", async () => {
    const writer = await open();
    await fc.assert(
      fc.asyncProperty(foreign, damage, fc.boolean(), async (rows, { kind, at, length }, isLasting) => {
        for (const { id } of standIn.zone.rows()) standIn.zone.remove(id);
        const earlier = setHostsCalls().length;
        for (const { label, type, number } of rows) {
          const name = label === "@" ? "example.com" : `${label}.example.com`;
          standIn.zone.put({ name, type, value: foreignValue(type, number) });
        }
        const before = standIn.zone.rows().map(withoutId);
        const whole = await readHosts();
        const damaged = damagedBody(whole, kind, at, length);
        fc.pre(damaged !== whole);
        // A hole may leave a document that is whole, with other values: it is believed only where it comes twice.
        const times = isLasting && kind !== "hole" ? 9 : 1;
        const headers = { "content-type": "text/xml; charset=utf-8" };
        let left = times;
        const when = (request: StandInRequest) => {
          const isMet = left > 0 && commandOf(request) === "namecheap.domains.dns.getHosts";
          if (isMet) left -= 1;
          return isMet;
        };
        standIn.fail({ status: 200, headers, body: damaged, when, times });
        const outcome = await writer.apply(zone, [change]).then(
          () => "written",
          (error: { code?: string }) => error.code,
        );
        left = 0;
        if (times > 1) {
          expect(["read_incomplete", "zone_read_only"]).toContain(outcome);
          expect(setHostsCalls()).toHaveLength(earlier);
        }
        expect(standIn.zone.rows().map(withoutId)).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 80 },
    );
  });

  async function readHosts(): Promise<string> {
    const { api_user, api_key } = standIn.credential;
    const form = { ApiUser: api_user, ApiKey: api_key, UserName: api_user, ClientIp: "192.0.2.1" };
    const command = { Command: "namecheap.domains.dns.getHosts", SLD: "example", TLD: "com" };
    const body = new URLSearchParams({ ...form, ...command } as Record<string, string>);
    return (await fetch(standIn.baseUrl, { method: "POST", body })).text();
  }
});

function foreignValue(type: string, number: number): string {
  if (type === "A") return `192.0.2.${number}`;
  if (type === "MX") return `${number} mail.other.example`;
  if (type === "URL") return `http://other.example/?a=${number}&b`;
  return type === "CAA" ? `${number} issue "ca.example"` : `theirs <${number}> & "more"`;
}

function withoutId({ name, type, value, ttl }: { name: string; type: string; value: string; ttl: number }): string {
  return `${name} ${type} ${ttl} ${value}`;
}

function damagedBody(body: string, kind: string, at: number, length: number): string {
  const from = Math.floor((body.length * at) / 1_000);
  const hosts = [...body.matchAll(/ *<host [^>]*\/>\r\n/g)].map(([host]) => host);
  switch (kind) {
    case "cut":
      return body.slice(0, from);
    case "hole":
      return body.slice(0, from) + body.slice(from + length);
    case "host":
      return body.replace(hosts[at % hosts.length] ?? "", "");
    case "status":
      return body.replace('Status="OK"', 'Status="ERROR"');
    case "email":
      return body.replace(/ EmailType="[^"]*"/, "");
    case "page":
      return "<html><head><title>Maintenance</title></head><body>Back soon<br></body></html>";
    case "comment":
      return body.replace(hosts[at % hosts.length] ?? "", (host) => `<!-- ${host} -->`);
    case "domain":
      return body.replace('Domain="example.com"', 'Domain="other.example"');
    default:
      return body.replace(/<DomainDNSGetHostsResult[\s\S]*<\/DomainDNSGetHostsResult>/, "<DomainDNSGetHostsResult />");
  }
}
