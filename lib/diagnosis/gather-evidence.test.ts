import { createSocket, type Socket } from "node:dgram";
import type { Packet } from "dns-packet";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { diagnose } from "@/lib/diagnosis/diagnose";
import { gatherEvidence, type Inspector } from "@/lib/diagnosis/gather-evidence";
import { renderDiagnosis } from "@/lib/diagnosis/render-diagnosis";
import { challenge } from "@/lib/dns/records/challenge";
import { createRecursiveDns } from "@/lib/dns/recursive";
import { createResolver } from "@/lib/dns/resolver";
import { delegate, type ScriptedQuery, soa, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

const edge = { hostname: "edge.latchkey.test", addresses: ["203.0.113.10"] };
const subject = { hostname: "shop.acme.com", challengeValue: "cd-verify-5nVQk2y7b0pQnHnYH2sZ8w" };
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const never = () => new Promise<never>(() => undefined);
const silent: Inspector = {
  now: () => new Date("2026-01-01T00:00:00Z"),
  database: null,
  upstreams: null,
  policy: { edge, caaIdentities: ["letsencrypt.org"] },
  resolver: { ask: never },
  recursive: { ask: never, refer: never },
  reach: { probe: never },
};

describe("with nobody answering at all", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([5_000, 500])("ends within a budget of %i ms, and says what it did not find out", async (budgetMs) => {
    let done = false;
    const gathering = gatherEvidence(silent, subject, budgetMs).finally(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(budgetMs * 0.6);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(budgetMs * 0.4);
    expect(done).toBe(true);
    const evidence = await gathering;
    expect(evidence.tookMs).toBeLessThanOrEqual(budgetMs);
    expect(evidence.parts).toMatchObject({ recursive: "timeout" });
    expect(evidence.questions.asked).toBeLessThanOrEqual(evidence.questions.limit);
    expect(diagnose(evidence).map(({ code }) => code)).toEqual(["zone-not-found"]);
  });
});

it("takes a port that breaks for a part that is not known", async () => {
  const broken = () => Promise.reject(new Error("broken"));
  const evidence = await gatherEvidence(
    { ...silent, resolver: { ask: broken }, recursive: { ask: broken, refer: broken }, reach: { probe: broken } },
    subject,
  );
  expect(evidence.parts).toMatchObject({ recursive: "failed" });
});

it("asks at most 64 questions, and as many at once as it may, even of a zone that leads ever on", async () => {
  let open = 0;
  let most = 0;
  let asked = 0;
  const resolver: Inspector["resolver"] = {
    async ask(name, type) {
      asked += 1;
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      const record = { name, type: "CNAME", value: `n${asked}.${name}`.slice(-200), ttl: 1 };
      const about = { server: "ns1.acme.com", address: "192.0.2.1", name, type };
      const server = { ...about, transport: "udp" as const, rttMs: 1, authoritative: true };
      return {
        name,
        type,
        zone: "acme.com",
        delegation: { kind: "ok" },
        servers: [{ ...server, kind: "answer", records: [record] }],
      };
    },
  };
  const evidence = await gatherEvidence(
    { ...silent, resolver, recursive: { ask: async () => [], refer: never }, reach: { probe: never } },
    subject,
  );
  expect(asked).toBeLessThanOrEqual(64);
  expect(most).toBeLessThanOrEqual(24);
  expect(evidence.questions).toEqual({ asked, limit: 64 });
});

async function inspectorOf(port: number, attemptTimeoutMs = 300): Promise<Inspector> {
  const dns = {
    resolvers: [{ host: "127.0.0.1", port }],
    authoritativePort: port,
    allowPrivateNameservers: true,
    attemptTimeoutMs,
  };
  const resolver = createResolver(dns);
  const recursive = createRecursiveDns(dns);
  closers.push(
    () => resolver.close(),
    () => recursive.close(),
  );
  return { ...silent, resolver, recursive, reach: { probe: never } };
}

it("ends in time where real nameservers are silent", async () => {
  const server: Socket = createSocket("udp4");
  await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  // Nothing but the budget can end this before the test's own limit.
  const evidence = await gatherEvidence(await inspectorOf(server.address().port, 3_600_000), subject, 1_000);
  expect(diagnose(evidence).map(({ code }) => code)).toEqual(["zone-not-found"]);
});

const at = challenge.name("shop.acme.com");
const text = (data: string | Buffer[]) => (name: string) => ({ name, type: "TXT" as const, ttl: 60, data });

/** A thousand, or what a message of 64 kB holds of a long name. */
function recordsThatFit(name: string): number {
  return Math.min(1_000, Math.floor(60_000 / (name.length + 30)));
}

/** What a hostile authority says about everything that it is asked. */
const hostile: Record<string, (query: ScriptedQuery) => Packet | undefined> = {
  "a thousand records": (query) =>
    query.transport === "udp"
      ? query.response({ truncated: true })
      : query.response({
          answers: Array.from({ length: recordsThatFit(query.name) }, (_, index) => text(`r${index}`)(query.name)),
        }),
  "64 kB of text": (query) =>
    query.transport === "udp"
      ? query.response({ truncated: true })
      : query.response({ answers: [text(Array.from({ length: 240 }, () => Buffer.alloc(255, "x")))(query.name)] }),
  "aliases in a circle": (query) =>
    query.response({
      answers: [
        { name: query.name, type: "CNAME", ttl: 60, data: query.name.startsWith("a.") ? "b.acme.com" : "a.acme.com" },
      ],
    }),
  "aliases without end": (query) =>
    query.response({
      answers: [{ name: query.name, type: "CNAME", ttl: 60, data: `x${query.name}`.slice(-60).replace(/^[.-]+/, "") }],
    }),
  "a bomb of compression": (query) => {
    // The question's name points at itself.
    query.send(Buffer.concat([header(query.id), Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0xc0, 0x0c, 0, 16, 0, 1])]));
    return undefined;
  },
  "the wrong id": (query) => query.response({ id: (query.id + 1) % 65_536, answers: [text("forged")(query.name)] }),
  "the wrong question": (query) =>
    query.response({
      question: { name: "other.acme.com", type: "TXT", class: "IN" },
      answers: [text("forged")(query.name)],
    }),
  "no question": (query) => query.response({ question: null, answers: [text("forged")(query.name)] }),
  "cut off bytes": (query) => {
    query.send(header(query.id).subarray(0, 7));
    return undefined;
  },
  "escape codes for a terminal": (query) =>
    query.response({ answers: query.type === "TXT" ? [text("\u001b[2J\u001b]0;owned\u0007\u202e")(query.name)] : [] }),
};

function header(id: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(id, 0);
  bytes.writeUInt16BE(0x8400, 2);
  bytes.writeUInt16BE(1, 4);
  bytes.writeUInt16BE(1, 6);
  return bytes;
}

it.each(Object.entries(hostile))("neither breaks nor hangs on %s", async (_what, answer) => {
  const zone = { "ns1.acme.com": "127.0.0.1" };
  const dns = await startScriptedDns((query) => delegate(query, "acme.com", zone) ?? answer(query));
  closers.push(() => dns.close());
  // More than a busy machine needs: out of time, what an answer says is not known, and the finding is a warning.
  const evidence = await gatherEvidence(await inspectorOf(dns.port), subject, 12_000);
  const findings = diagnose(evidence);
  expect(JSON.stringify(evidence).length).toBeLessThan(1_000_000);
  expect(findings.filter(({ severity }) => severity === "blocking")).not.toEqual([]);
  for (const finding of findings) expect(JSON.stringify(finding).length).toBeLessThan(20_000);
  const printed = renderDiagnosis(evidence, findings, { colors: false, width: 80 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

it("believes no forged text: with a wrong id or question the challenge stays unproven", async () => {
  const zone = { "ns1.acme.com": "127.0.0.1" };
  const dns = await startScriptedDns((query) => {
    const delegated = delegate(query, "acme.com", zone);
    if (delegated) return delegated;
    query.send(query.response({ id: (query.id + 1) % 65_536, answers: [text(subject.challengeValue)(at)] }));
    return query.response({ authorities: [soa("acme.com")] });
  });
  closers.push(() => dns.close());
  const evidence = await gatherEvidence(await inspectorOf(dns.port), subject, 2_500);
  expect(diagnose(evidence)[0]?.code).toBe("txt-missing");
});

it("refuses what is no hostname", async () => {
  await expect(gatherEvidence(silent, { hostname: "https://acme.com/x" })).rejects.toMatchObject({ code: "invalid" });
});
