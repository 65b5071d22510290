import { afterAll, beforeAll, expect, it } from "vitest";
import { createAddressLookup } from "@/lib/dns/address-lookup";
import { type ScriptedDns, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

let dns: ScriptedDns;

beforeAll(async () => {
  dns = await startScriptedDns((query) => {
    const { name, type } = query;
    const a = (ttl: number, data: string) => ({ name, type: "A" as const, ttl, data });
    if (name === "silent.test") return undefined;
    if (name === "half.test" && type === "AAAA") return query.response({ rcode: 2 });
    if (name === "failing.test") return query.response({ rcode: 2 });
    if (name === "absent.test") return query.response({ rcode: 3 });
    if (name === "alias.test" && type === "A") {
      const alias = { name, type: "CNAME" as const, ttl: 20, data: "target.test" };
      return query.response({ answers: [alias, { ...a(90, "192.0.2.9"), name: "target.test" }] });
    }
    if (type === "AAAA" && name === "both.test") {
      return query.response({ answers: [{ name, type: "AAAA", ttl: 30, data: "2001:db8::1" }] });
    }
    const addresses = ["both.test", "half.test", "localhost"].includes(name) && type === "A";
    return query.response({ answers: addresses ? [a(60, "192.0.2.1"), a(90, "192.0.2.2")] : [] });
  });
});
afterAll(() => dns.close());

const lookup = (timeoutMs = 1_000) =>
  createAddressLookup({ servers: [{ host: "127.0.0.1", port: dns.port }], timeoutMs });

it("finds both families, and keeps them for the shortest of their times", async () => {
  expect(await lookup().find("both.test")).toEqual({
    addresses: ["192.0.2.1", "192.0.2.2", "2001:db8::1"],
    ttlSeconds: 30,
  });
});

it("follows an alias, whose time counts too", async () => {
  expect(await lookup().find("alias.test")).toMatchObject({ addresses: ["192.0.2.9"], ttlSeconds: 20 });
});

it("says that there is no address, and fails where nobody knows", async () => {
  expect(await lookup().find("absent.test")).toMatchObject({ addresses: [] });
  expect(await lookup().find("empty.test")).toMatchObject({ addresses: [] });
  await expect(lookup().find("failing.test")).rejects.toThrow();
});

it("believes one family only for a moment while the other is not known", async () => {
  expect(await lookup().find("half.test")).toEqual({ addresses: ["192.0.2.1", "192.0.2.2"], ttlSeconds: 5 });
});

it("asks the network alone: no hosts file, which knows localhost everywhere", async () => {
  expect(await lookup().find("localhost")).toMatchObject({ addresses: ["192.0.2.1", "192.0.2.2"] });
});

it("times out where nobody answers, and ends at once when it is closed", async () => {
  await expect(lookup(100).find("silent.test")).rejects.toMatchObject({ code: "ETIMEOUT" });
  const closing = lookup(60_000);
  const asking = closing.find("silent.test");
  closing.close();
  await expect(asking).rejects.toMatchObject({ code: "ECANCELLED" });
});
