import { describe, expect, it } from "vitest";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import type { AddressReach, PortReach } from "@/lib/platform/ports/edge";

const ours = "203.0.113.10";
const name = "shop.acme.test";

type Server = "proves" | "other" | "redirects and proves" | "redirects" | "no way" | "closed and proves";
type Probe = { address: string; handshake: boolean };

function setUp(servers: Record<string, Server>) {
  const probes: Probe[] = [];
  let nowMs = Date.parse("2026-01-01T00:00:00Z");
  const edgeReach = createEdgeReach({
    ownAddresses: [ours],
    now: () => new Date(nowMs),
    prober: {
      async probe(_hostname, address, { handshake }) {
        probes.push({ address, handshake });
        return reachOf(servers[address] ?? "other", address, handshake);
      },
    },
  });
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { edgeReach, probes, advance };
}

function reachOf(server: Server, address: string, handshake: boolean): AddressReach {
  const port = (kind: PortReach["kind"], status: number | null) => ({ kind, status, reason: null, server: null });
  const http = { "no way": port("no_route", null), "closed and proves": port("refused", null) }[server as string];
  return {
    address,
    http: http ?? port("open", server.startsWith("redirects") ? 301 : 404),
    https: port(handshake ? "open" : "skipped", null),
    tls: { kind: "skipped", reason: null },
    proven: server === "proves" || (handshake && server.endsWith("and proves")),
  };
}

const one = "198.51.100.1";
const two = "198.51.100.2";
const six = "2001:db8::1";

describe("our edge is behind a name", () => {
  it.each<[string, Record<string, Server>]>([
    ["one address that proves it", { [one]: "proves" }],
    ["each of several", { [one]: "proves", [two]: "proves", [six]: "proves" }],
    ["a proxy beside our own address", { [one]: "proves", [ours]: "proves" }],
    ["our own addresses, by an alias that was not asked for", { [ours]: "proves" }],
    ["one that sends everyone to TLS", { [one]: "redirects and proves" }],
    ["one that listens to TLS alone", { [one]: "closed and proves" }],
    ["one, and IPv6 to which this machine has no way", { [one]: "proves", [six]: "no way" }],
  ])("with %s", async (_case, servers) => {
    expect(await setUp(servers).edgeReach.isBehind(name, Object.keys(servers))).toBe(true);
  });

  it.each<[string, Record<string, Server>]>([
    ["nothing published", {}],
    ["another server", { [one]: "other" }],
    ["another server beside the proxy", { [one]: "proves", [two]: "other" }],
    ["a redirect that leads elsewhere", { [one]: "redirects" }],
    ["IPv6 that cannot be asked beside our own address: a left-over", { [ours]: "proves", [six]: "no way" }],
    ["only IPv6 that cannot be asked", { [six]: "no way" }],
    ["an IPv4 address that cannot be asked", { [one]: "proves", [two]: "no way" }],
    [
      "more addresses than are asked",
      Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`192.0.2.${i}`, "proves"])),
    ],
  ])("not with %s", async (_case, servers) => {
    expect(await setUp(servers).edgeReach.isBehind(name, Object.keys(servers))).toBe(false);
  });

  it("not where the prober fails", async () => {
    const prober = { probe: () => Promise.reject(new Error("broken")) };
    const edgeReach = createEdgeReach({ prober, ownAddresses: [], now: () => new Date() });
    expect(await edgeReach.isBehind(name, [one])).toBe(false);
  });
});

describe("asking", () => {
  it("makes no handshake with our own edge, nor where HTTP has answered already", async () => {
    const { edgeReach, probes } = setUp({ [one]: "proves", [two]: "other" });
    await edgeReach.isBehind(name, [ours, one, two]);
    expect(probes.map(({ handshake }) => handshake)).toEqual([false, false, false]);
  });

  it("happens once a minute for the same name and addresses, however many ask at once, and at once for others", async () => {
    const { edgeReach, probes, advance } = setUp({ [one]: "other" });
    for (let check = 0; check < 30; check += 1) {
      await Promise.all([edgeReach.isBehind(name, [one]), edgeReach.isBehind(name, [one])]);
      advance(2_000);
    }
    expect(probes).toHaveLength(1);
    await edgeReach.isBehind(name, [one]);
    expect(probes).toHaveLength(2);
    await edgeReach.isBehind(name, [two]);
    await edgeReach.isBehind(`other.${name}`, [one]);
    expect(probes).toHaveLength(4);
  });

  it("does not believe what a clock that was ahead remembers", async () => {
    const { edgeReach, probes, advance } = setUp({});
    advance(86_400_000);
    await edgeReach.isBehind(name, [one]);
    advance(-86_400_000);
    await edgeReach.isBehind(name, [one]);
    expect(probes).toHaveLength(2);
  });
});
