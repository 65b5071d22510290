import { describe, expect, it } from "vitest";
import { createEdgeReach } from "@/lib/edge/edge-reach";
import type { AddressReach, PortReach, ReachJudgement, SecureReach, Visit } from "@/lib/platform/ports/edge";

const ours = "203.0.113.10";
const name = "shop.acme.test";

/** What an address does: our edge's answer, another server's, a loop, or nothing. */
type Server = "arrives" | "other" | "loops" | "silent" | "slow" | "no way" | "error" | "over http" | "hides our header";
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
  const http =
    { "no way": port("no_route", null), silent: port("timeout", null) }[server as string] ?? port("open", 308);
  const proven = !["other", "silent", "no way"].includes(server);
  const step = { url: `https://${name}/`, status: 200, location: null, server: null, proven: server === "arrives" };
  const visit = (end: Visit["end"], page: Visit["page"] = null): Visit => ({ steps: [step], end, failure: null, page });
  const silent: Visit = { steps: [], end: "failed", failure: { kind: "timeout", reason: "no answer" }, page: null };
  const hidden = { ...visit("answered"), steps: [{ ...step, proven: false }] };
  const https =
    {
      slow: silent,
      "hides our header": hidden,
      loops: visit("loop"),
      error: visit("answered", "proxy_error"),
      silent,
      "no way": silent,
    }[server as string] ?? visit("answered");
  return {
    address,
    http,
    https: port(handshake ? "open" : "skipped", null),
    tls: { kind: "skipped", reason: null },
    proven,
    reachPath: { http: proven, https: proven && handshake },
    headerPasses: proven && handshake && server !== "hides our header",
    visits: { http: null, https: handshake ? https : null },
  };
}

const one = "198.51.100.1";
const two = "198.51.100.2";
const six = "2001:db8::1";

describe("visitors of a name with a certificate", () => {
  it.each<[ReachJudgement, string, Record<string, Server>]>([
    ["arrives", "one address", { [one]: "arrives" }],
    ["arrives", "each of several", { [one]: "arrives", [two]: "arrives", [six]: "arrives" }],
    ["arrives", "a proxy beside our own address", { [one]: "arrives", [ours]: "over http" }],
    ["arrives", "our own addresses, by an alias that was not asked for", { [ours]: "over http" }],
    ["arrives", "one, and IPv6 to which this machine has no way", { [one]: "arrives", [six]: "no way" }],
    ["arrives", "a slow site, whose proxy answers on the reach path", { [one]: "slow" }],
    ["arrives", "a proxy that removes our header", { [one]: "hides our header" }],
    ["fails", "nothing published", {}],
    ["fails", "another server", { [one]: "other" }],
    ["fails", "another server beside the proxy", { [one]: "arrives", [two]: "other" }],
    ["fails", "a proxy that loops", { [one]: "loops" }],
    ["fails", "a proxy that loops at one of its addresses", { [one]: "arrives", [two]: "loops" }],
    ["fails", "another server beside one that is silent", { [one]: "silent", [two]: "other" }],
    [
      "fails",
      "IPv6 that cannot be asked beside our own address: a left-over",
      { [ours]: "over http", [six]: "no way" },
    ],
    ["fails", "only IPv6 that cannot be asked", { [six]: "no way" }],
    ["silent", "an IPv4 address that cannot be asked", { [one]: "arrives", [two]: "no way" }],
    ["silent", "a proxy that does not answer", { [one]: "silent" }],
    ["silent", "a proxy that cannot reach us", { [one]: "error" }],
    [
      "fails",
      "more addresses than are asked",
      Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`192.0.2.${i}`, "arrives"])),
    ],
  ])("%s: %s", async (judgement, _case, servers) => {
    expect(await setUp(servers).edgeReach.judge(name, Object.keys(servers), "required")).toBe(judgement);
  });

  it("are not judged where the prober fails", async () => {
    const prober = { probe: () => Promise.reject(new Error("broken")) };
    const edgeReach = createEdgeReach({ prober, ownAddresses: [], now: () => new Date() });
    expect(await edgeReach.judge(name, [one], "required")).toBe("silent");
  });
});

describe("before a name has its certificate", () => {
  it.each<[SecureReach, Server, ReachJudgement]>([
    ["tried", "arrives", "arrives"],
    ["tried", "error", "arrives"],
    ["tried", "loops", "fails"],
    ["tried", "other", "fails"],
    ["skipped", "error", "arrives"],
    ["skipped", "other", "fails"],
  ])("with HTTPS %s, a server that %s: %s", async (secure, server, judgement) => {
    const { edgeReach, probes } = setUp({ [one]: server });
    expect(await edgeReach.judge(name, [one], secure)).toBe(judgement);
    expect(probes).toEqual([{ address: one, handshake: secure !== "skipped" }]);
  });
});

describe("asking", () => {
  it("makes no handshake with our own edge", async () => {
    const { edgeReach, probes } = setUp({ [one]: "arrives", [two]: "other" });
    await edgeReach.judge(name, [ours, one, two], "required");
    expect(probes.map(({ handshake }) => handshake)).toEqual([false, true, true]);
  });

  it("happens once a minute for the same name and addresses, however many ask at once, and at once for others", async () => {
    const { edgeReach, probes, advance } = setUp({ [one]: "arrives" });
    for (let check = 0; check < 30; check += 1) {
      await Promise.all([edgeReach.judge(name, [one], "required"), edgeReach.judge(name, [one], "required")]);
      advance(2_000);
    }
    expect(probes).toHaveLength(1);
    await edgeReach.judge(name, [one], "required");
    expect(probes).toHaveLength(2);
    await edgeReach.judge(name, [two], "required");
    await edgeReach.judge(`other.${name}`, [one], "required");
    expect(probes).toHaveLength(4);
  });

  it.each<Server>(["loops", "other", "silent"])("happens again after 20 s where the server %s", async (server) => {
    const { edgeReach, probes, advance } = setUp({ [one]: server });
    for (let check = 0; check < 30; check += 1) {
      await edgeReach.judge(name, [one], "required");
      advance(2_000);
    }
    expect(probes).toHaveLength(3);
  });

  it("does not believe what a clock that was ahead remembers", async () => {
    const { edgeReach, probes, advance } = setUp({});
    advance(86_400_000);
    await edgeReach.judge(name, [one], "required");
    advance(-86_400_000);
    await edgeReach.judge(name, [one], "required");
    expect(probes).toHaveLength(2);
  });
});
