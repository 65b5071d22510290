import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SequencedChange } from "@/lib/edge/protocol/changes";
import { createControlPlane } from "@/lib/edge/responder/control-plane";
import type { EdgeSet } from "@/lib/edge/responder/edge-set";
import { type Following, followChanges } from "@/lib/edge/responder/follow-changes";
import { createProblems, type Problems } from "@/lib/edge/responder/problems";
import { cursorOf, hostChange, idOf, releaseChange, setText } from "@/lib/runtime/testing/edge-sets";
import { type ScriptedControlPlane, startScriptedControlPlane } from "@/lib/runtime/testing/scripted-control-plane";

const application = { applicationId: idOf(1), tenantId: idOf(100), upstream: null, upstreamHost: null };
const hostLine = (hostname: string, connection: number) => ({
  hostname,
  connectionId: idOf(connection),
  application: 0,
  admitted: true,
  reference: null,
});

let plane: ScriptedControlPlane;
let set: EdgeSet | null;
let version: string | null;
/** Every hostname that was ever in the set. */
let seen: Set<string>;
let applied: SequencedChange[];
let problems: Problems;
let following: Following | null;

beforeEach(async () => {
  plane = await startScriptedControlPlane();
  plane.snapshot = setText(cursorOf(10), [application], [hostLine("a.acme.test", 1)]);
  [set, version, seen, applied, following] = [null, null, new Set(), [], null];
  problems = createProblems(() => undefined);
});

afterEach(async () => {
  await following?.stop();
  await plane.close();
});

function follow(urls = [plane.url]): void {
  const note = () => {
    for (const hostname of set?.hostnames() ?? []) seen.add(hostname);
  };
  following = followChanges({
    controlPlane: createControlPlane(urls, "edge-token-of-this-test"),
    edgeId: idOf(7),
    problems,
    nowMs: () => performance.now(),
    graceMs: 300,
    maxDelayMs: 100,
    waitSeconds: 1,
    followed: {
      set: () => set,
      settingsVersion: () => version,
      onSet(next) {
        set = next;
        note();
      },
      onChanges(changes) {
        applied.push(...changes);
        note();
      },
      onSettings(settings) {
        version = settings.version;
      },
    },
  });
}

const hosts = () => [...(set?.hostnames() ?? [])].sort();
const count = (path: string) => plane.requested.filter((requested) => requested === path).length;

type Override = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

/** Answers polls with this, once or always. */
function answering(answer: unknown, times = Number.POSITIVE_INFINITY): Override {
  let left = times;
  return (path, _request, response) => {
    if (path !== "changes" || left <= 0) return false;
    left -= 1;
    response.writeHead(200).end(typeof answer === "string" ? answer : JSON.stringify(answer));
    return true;
  };
}

const page = (changes: SequencedChange[], cursor: string) => ({ cursor, changes, more: false, settingsVersion: "1" });

describe("an answer that contradicts the place in the changes", () => {
  it.each([
    ["a gap", page([hostChange(12, "lie.acme.test")], cursorOf(12))],
    ["a gap in the middle", page([hostChange(11, "lie.acme.test"), hostChange(13, "lie2.acme.test")], cursorOf(13))],
    ["what was there already", page([hostChange(10, "lie.acme.test")], cursorOf(10))],
    ["the same twice", page([hostChange(11, "lie.acme.test"), hostChange(11, "lie.acme.test")], cursorOf(11))],
    ["backwards", page([hostChange(12, "lie.acme.test"), hostChange(11, "lie.acme.test")], cursorOf(11))],
    ["a cursor that is ahead of the changes", page([hostChange(11, "lie.acme.test")], cursorOf(12))],
    ["a cursor that stays", page([hostChange(11, "lie.acme.test")], cursorOf(10))],
    ["a cursor that moves without a change", page([], cursorOf(11))],
    ["another history at the same place", page([], cursorOf(10, 2))],
  ])("%s: nothing of it is applied, and a new snapshot is taken", async (_what, answer) => {
    plane.override = answering(answer, 1);
    follow();
    await expect.poll(() => count("snapshot")).toBe(2);
    plane.changes.push(hostChange(11, "b.acme.test"));
    plane.wake();
    await expect.poll(hosts).toEqual(["a.acme.test", "b.acme.test"]);
    expect([...seen].sort()).toEqual(["a.acme.test", "b.acme.test"]);
    expect(applied.map(({ sequence }) => sequence)).toEqual([11]);
    await expect.poll(() => problems.list()).toEqual([]);
  });

  it("time after time: snapshots are taken with delays, and what is known stays", async () => {
    plane.override = answering(page([hostChange(99, "lie.acme.test")], cursorOf(99)));
    follow();
    await expect.poll(() => count("snapshot")).toBeGreaterThan(3);
    expect(hosts()).toEqual(["a.acme.test"]);
    expect([...seen]).toEqual(["a.acme.test"]);
    expect(count("changes")).toBeLessThanOrEqual(count("snapshot") + 1);
  });
});

describe("an answer that cannot be used", () => {
  const badChange = { ...hostChange(11, "lie.acme.test"), change: { kind: "host", hostname: 7 } };
  it.each<[string, Override]>([
    ["HTML", answering("<!doctype html><h1>502</h1>")],
    ["garbage", answering("\u0000\u0001{")],
    ["JSON of another kind", answering({ error: { code: "internal" } })],
    ["a change of a kind that is not known", answering({ ...page([], cursorOf(11)), changes: [badChange] })],
    ["a cursor that is none", answering(page([], "eleven"))],
    ["500", (path, _, response) => path === "changes" && Boolean(response.writeHead(500).end("{}"))],
    ["an answer that hangs", (path) => path === "changes"],
    [
      "half an answer that hangs",
      (path, _, response) => path === "changes" && Boolean(response.writeHead(200).write('{"cursor":')),
    ],
    ["a connection that ends", (path, request) => path === "changes" && Boolean(request.socket.destroy())],
  ])("%s: reported, tried again with delays, and no reason for a snapshot", async (_what, override) => {
    plane.override = override;
    follow();
    await expect.poll(() => problems.list().join(), { timeout: 10_000 }).toContain("the control plane at");
    await expect.poll(() => count("changes")).toBeGreaterThanOrEqual(2);
    expect(following?.isConnected()).toBe(false);
    expect(hosts()).toEqual(["a.acme.test"]);
    plane.override = null;
    plane.changes.push(releaseChange(11, "a.acme.test", 1), hostChange(12, "b.acme.test"));
    plane.wake();
    await expect.poll(hosts, { timeout: 10_000 }).toEqual(["b.acme.test"]);
    expect(count("snapshot")).toBe(1);
    await expect.poll(() => problems.list()).toEqual([]);
    expect([...seen].sort()).toEqual(["a.acme.test", "b.acme.test"]);
  });
});

describe("a snapshot", () => {
  it("is taken anew where the place in the changes is not known any more, in one step", async () => {
    follow();
    await expect.poll(hosts).toEqual(["a.acme.test"]);
    plane.history = 2;
    plane.snapshot = setText(cursorOf(3, 2), [application], [hostLine("c.acme.test", 3)]);
    plane.wake();
    await expect.poll(hosts).toEqual(["c.acme.test"]);
    expect(set?.cursor).toBe(cursorOf(3, 2));
  });

  const whole = setText(cursorOf(20), [application], [hostLine("new.acme.test", 4), hostLine("next.acme.test", 5)]);
  it.each([
    ["cut off", gzipSync(whole).subarray(0, -20)],
    ["without its end", gzipSync(whole.slice(0, whole.indexOf("end ")))],
    ["with one letter changed", gzipSync(whole.replace("next.acme", "text.acme"))],
    ["with a host less", gzipSync(whole.replace(/^H new.*\n/m, ""))],
    ["that is not compressed", Buffer.from(whole)],
    ["that is HTML", gzipSync("<!doctype html>")],
    ["of another version", gzipSync(whole.replace("set 1", "set 2"))],
    ["with text after its end", gzipSync(`${whole}H more.acme.test`)],
    ["that is empty", Buffer.alloc(0)],
  ])("%s is not used: the one before stays", async (_what, body) => {
    follow();
    await expect.poll(hosts).toEqual(["a.acme.test"]);
    plane.override = (path, _, response) => {
      if (path === "changes") response.writeHead(410).end("{}");
      else if (path === "snapshot") response.writeHead(200).end(body);
      return path === "changes" || path === "snapshot";
    };
    plane.wake();
    await expect.poll(() => count("snapshot")).toBeGreaterThanOrEqual(3);
    expect(hosts()).toEqual(["a.acme.test"]);
    expect([...seen]).toEqual(["a.acme.test"]);
    expect(problems.list().join()).toContain("the control plane at");
    plane.override = null;
    plane.snapshot = whole;
    await expect.poll(hosts, { timeout: 10_000 }).toEqual(["new.acme.test", "next.acme.test"]);
  });

  it("that is empty by its own end line is believed, and named", async () => {
    follow();
    await expect.poll(hosts).toEqual(["a.acme.test"]);
    plane.history = 2;
    plane.snapshot = setText("0:", [], []);
    plane.wake();
    await expect.poll(hosts).toEqual([]);
    expect(problems.list().join()).toContain("became empty, where this edge knew 1");
  });
});

describe("settings", () => {
  it("are read again when the changes name another version, and their loss stops no changes", async () => {
    follow();
    await expect.poll(() => version).toBe("1");
    plane.override = (path, _, response) => path === "settings" && Boolean(response.writeHead(500).end());
    plane.settings = { ...plane.settings, version: "2" };
    plane.changes.push(hostChange(11, "b.acme.test"));
    plane.wake();
    await expect.poll(() => problems.list().join()).toContain("the settings cannot be read");
    plane.changes.push(hostChange(12, "c.acme.test"));
    plane.wake();
    await expect.poll(hosts).toEqual(["a.acme.test", "b.acme.test", "c.acme.test"]);
    plane.override = null;
    await expect.poll(() => version, { timeout: 10_000 }).toBe("2");
    await expect.poll(() => problems.list()).toEqual([]);
  });
});

it("how old the set may be is known while the control plane is away, and small again after", async () => {
  follow();
  await expect.poll(() => count("changes")).toBeGreaterThan(0);
  plane.override = (path, request) => path !== "" && Boolean(request.socket.destroy());
  plane.wake();
  await expect.poll(() => following?.isConnected()).toBe(false);
  const before = following?.staleMs() ?? 0;
  await expect.poll(() => following?.staleMs() ?? 0).toBeGreaterThan(before + 500);
  const away = following?.staleMs() ?? 0;
  plane.override = null;
  await expect.poll(() => following?.staleMs() ?? away).toBeLessThan(away);
  expect(following?.isConnected()).toBe(true);
});
