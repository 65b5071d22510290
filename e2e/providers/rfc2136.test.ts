import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DnsPythonReferee, startDnsPython } from "@/e2e/providers/dnspython-referee";
import { type Knot, startKnot } from "@/e2e/support/knot";
import type { ZoneWriter } from "@/lib/dns/adapters/adapter";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { createProviderDns } from "@/lib/dns/adapters/create-provider-dns";
import { encodeMessage } from "@/lib/dns/adapters/dns-wire";
import type { ProviderDns } from "@/lib/dns/adapters/provider-dns";
import { rfc2136 } from "@/lib/dns/adapters/rfc2136";
import { signMessage, tsigAlgorithms, verifyReplies } from "@/lib/dns/adapters/tsig";
import type { SetChange } from "@/lib/dns/zones/record-set";

const placeOf = (knot: Knot) => ({ address: "127.0.0.1", port: knot.port, zone: "example.com", key: knot.tsig });
const credentialOf = ({ port, tsig }: Knot) => ({
  server: `127.0.0.1:${port}`,
  key_name: tsig.name,
  secret: tsig.secret,
});

let referee: DnsPythonReferee;
beforeAll(() => {
  referee = startDnsPython();
});
afterAll(() => referee.stop());

describeAdapter({
  adapter: rfc2136,
  foreignRecords: 30,
  startServer: async () => {
    const knot = await startKnot({ zones: [{ name: "example.com" }] });
    return {
      credential: credentialOf(knot),
      zone: {
        name: "example.com",
        put: (row) => referee.put(placeOf(knot), [row]),
        sets: () => referee.transfer(placeOf(knot)),
      },
      close: knot.stop,
    };
  },
});

describe("RFC 2136", () => {
  let knot: Knot;
  const open = (
    credential: Record<string, string> = {},
    dns = createProviderDns({ allowLoopback: true }),
  ): ZoneWriter =>
    rfc2136.connect(
      { ...credentialOf(knot), ...credential },
      {
        http: { send: () => Promise.reject(new Error("HTTP")) },
        dns,
        now: () => new Date(),
        sleep: async () => {},
      },
    );
  const updateOnly = () => ({ key_name: knot.updateOnly.name, secret: knot.updateOnly.secret });
  const zone = { id: "example.com", name: "example.com", nameservers: null };
  const add = (part: Partial<SetChange> = {}): SetChange => ({
    name: "www.example.com",
    type: "TXT",
    ttl: 60,
    add: ["ours"],
    remove: [],
    ...part,
  });

  beforeAll(async () => {
    knot = await startKnot({
      zones: [{ name: "example.com", records: ["*.wild 60 A 192.0.2.7"] }],
    });
  });
  afterAll(() => knot?.stop());

  it.each([
    [{ secret: Buffer.alloc(32, 1).toString("base64") }, "BADSIG"],
    [{ key_name: "nobody" }, "BADKEY"],
    [{ algorithm: "hmac-sha512" }, "BADKEY"],
  ])("a wrong key %j is named", async (part, said) => {
    const refusal = open(part).findZone("www.example.com");
    await expect(refusal).rejects.toMatchObject({ code: "credential_invalid", said: expect.stringContaining(said) });
  });

  it.each([
    [{ algorithm: "hmac-md5" }, "MD5"],
    [{ algorithm: "HMAC-MD5.SIG-ALG.REG.INT." }, "MD5"],
    [{ algorithm: "hmac-sha3" }, "hmac-sha512"],
    [{ secret: "not base64!" }, "base64"],
    [{ key_name: "" }, "name"],
  ])("%j is refused before anything is sent", (part, said) => {
    expect(() => open(part)).toThrow(said);
  });

  it("a clock that is wrong is named", async () => {
    const deps = { http: { send: () => Promise.reject(new Error("HTTP")) }, sleep: async () => {} };
    const dns = createProviderDns({ allowLoopback: true });
    const writer = rfc2136.connect(credentialOf(knot), { ...deps, dns, now: () => new Date(Date.now() - 3_600_000) });
    await expect(writer.findZone("example.com")).rejects.toMatchObject({
      code: "credential_invalid",
      said: expect.stringContaining("clock"),
    });
  });

  it("finds no zone that the server does not serve", async () => {
    expect(await open().findZone("www.example.net")).toBeNull();
    expect(await open({ zone: "example.net" }).findZone("www.example.com")).toBeNull();
    expect(await open({ zone: "example.com." }).listZones()).toEqual({ zones: [zone], complete: true });
    expect(await open().listZones()).toEqual({ zones: [], complete: false });
  });

  it("does what it does without transfers too", async () => {
    const name = "plain.example.com";
    await referee.put(placeOf(knot), [
      { name, type: "TXT", value: "theirs" },
      { name, type: "MX", value: "10 mail.example.net" },
    ]);
    const writer = open(updateOnly());
    await writer.apply(zone, [add({ name })]);
    expect(await writer.apply(zone, [add({ name })])).toEqual({ before: [], after: [] });
    const sets = (await referee.transfer(placeOf(knot))).filter((set) => set.name === name);
    expect(sets.find(({ type }) => type === "TXT")?.values.toSorted()).toEqual(["ours", "theirs"]);
    expect((await writer.readSets(zone, [name])).map(({ type }) => type).sort()).toEqual(["MX", "TXT"]);
    await writer.apply(zone, [add({ name, add: [], remove: ["ours"] })]);
    expect((await writer.readSets(zone, [name])).find(({ type }) => type === "TXT")?.values).toEqual(["theirs"]);
  });

  it.each([true, false])("a wildcard's answer is no record of the name (transfers: %s)", async (mayTransfer) => {
    const writer = open(mayTransfer ? {} : updateOnly());
    const name = `t${mayTransfer}.wild.example.com`;
    await writer.apply(zone, [add({ name, type: "CNAME", add: ["edge.example.net"] })]);
    const sets = (await referee.transfer(placeOf(knot))).filter((set) => set.name === name);
    expect(sets).toMatchObject([{ type: "CNAME", values: ["edge.example.net"] }]);
  });

  it("notices a record that appears beside its CNAME record between reading and writing", async () => {
    const dns = createProviderDns({ allowLoopback: true });
    const name = "race.example.com";
    let calls = 0;
    const racing: ProviderDns = {
      async converse(server, messages, isComplete) {
        calls += 1;
        if (calls === 2) await referee.put(placeOf(knot), [{ name, type: "TXT", value: "theirs" }]);
        return dns.converse(server, messages, isComplete);
      },
    };
    const refusal = open({}, racing).apply(zone, [add({ name, type: "CNAME", add: ["edge.example.net"] })]);
    await expect(refusal).rejects.toMatchObject({ code: "conflict_existing", said: expect.stringContaining("theirs") });
  });

  it("deletes a text of several strings as it is", async () => {
    await knot.update("example.com", ['add parts.example.com. 60 TXT "in" "two parts"']);
    await open().apply(zone, [add({ name: "parts.example.com", add: [], remove: ["intwo parts"] })]);
    expect((await referee.transfer(placeOf(knot))).filter(({ name }) => name === "parts.example.com")).toEqual([]);
  });

  it.each([
    ["10.0.0.1", "not on the public internet"],
    ["127.0.0.1", "not on the public internet"],
    ["[::1]:53", "not on the public internet"],
    ["169.254.169.254", "not on the public internet"],
    ["192.0.2.1:25", "not"],
    ["server.internal", "public internet"],
    ["localhost", "public internet"],
  ])("does not connect to %s", async (server, said) => {
    const dns = createProviderDns({ allowLoopback: false, dial: () => expect.fail("connected") });
    const refusal = open({ server }, dns).findZone("example.com");
    await expect(refusal).rejects.toMatchObject({ name: "ProviderFault", said: expect.stringContaining(said) });
  });

  it("does not connect to a name that leads to a private address", async () => {
    const lookup = async () => ["198.41.0.4", "10.0.0.1"];
    const dns = createProviderDns({ allowLoopback: false, lookup, dial: () => expect.fail("connected") });
    const refusal = open({ server: "ns.example.org" }, dns).findZone("example.com");
    await expect(refusal).rejects.toMatchObject({ said: expect.stringContaining("not on the public internet") });
  });
});

describe("TSIG beside dnspython", () => {
  const message = encodeMessage({
    id: 4711,
    opcode: "update",
    question: { name: "example.com", type: 6 },
    authorities: [{ name: "www.example.com", type: 16, class: 1, ttl: 60, rdata: Buffer.from("\x04text") }],
  });

  it.each(tsigAlgorithms)("%s: what we sign verifies there, and the reverse", async (algorithm) => {
    const secret = Buffer.alloc(70, 7);
    const key = { name: "key.example", algorithm, secret };
    const now = Math.floor(Date.now() / 1000);
    const { signed, mac } = signMessage(message, key, now);
    const said = await referee.verify(signed, { name: key.name, algorithm, secret: secret.toString("base64") });
    expect(said.mac).toBe(mac.toString("hex"));
    expect(verifyReplies([said.reply], key, mac, now)).toMatchObject({ ok: true });
    expect(verifyReplies([said.reply], key, Buffer.alloc(mac.length), now)).toEqual({ ok: false, error: "forged" });
    expect(verifyReplies([said.reply], key, mac, now + 301)).toEqual({ ok: false, error: "time" });
    expect(verifyReplies([said.reply], { ...key, secret: Buffer.alloc(70) }, mac, now)).toMatchObject({ ok: false });
    for (let at = 2; at < said.reply.length; at += 5) {
      const changed = Buffer.from(said.reply);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect([at, outcomeOf(() => verifyReplies([changed], key, mac, now))]).toEqual([at, false]);
    }
  });

  it("refuses, there, what was changed on the way", async () => {
    const secret = Buffer.alloc(32, 7);
    const { signed } = signMessage(
      message,
      { name: "key.example", algorithm: "hmac-sha256", secret },
      Math.floor(Date.now() / 1000),
    );
    signed.writeUInt8(signed.readUInt8(40) ^ 1, 40);
    const key = { name: "key.example", algorithm: "hmac-sha256", secret: secret.toString("base64") };
    await expect(referee.verify(signed, key)).rejects.toThrow(/BadSignature/);
  });
});

function outcomeOf(work: () => { ok: boolean }): boolean {
  try {
    return work().ok;
  } catch {
    return false;
  }
}
