import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConnectionState } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { setUpSchema } from "@/lib/diagnosis/setup/schema";
import { type SetUpInput, writeSetUp } from "@/lib/diagnosis/setup/write-set-up";
import { challenge } from "@/lib/dns/records/challenge";
import { languages } from "@/lib/kernel/languages";
import {
  diagnosedAt,
  diagnoseFake,
  type FakeDomain,
  type FakeRecords,
  freshConnection,
  provenConnection,
  testChallenge,
} from "@/lib/runtime/testing/diagnosis";

const host = "shop.acme.com";
const proofHost = challenge.name(host);
const right: FakeRecords = { [`${proofHost} TXT`]: [testChallenge], [`${host} CNAME`]: ["edge.latchkey.test"] };
const brand = { name: "Demo", logoUrl: null, color: null, helpUrl: null, poweredBy: true, linkOrigin: null };
const later = (seconds: number, from = diagnosedAt) => new Date(from.getTime() + seconds * 1_000);

type Parts = { connection?: Partial<SetUpInput["connection"]> } & Partial<Omit<SetUpInput, "connection">>;

const connectionOf = ({ subject, connection }: Evidence): SetUpInput["connection"] => ({
  id: freshConnection.id,
  hostname: subject.hostname,
  hostnameUnicode: subject.unicode,
  registrableDomain: subject.registrableDomain,
  kind: subject.kind,
  state: connection?.state ?? "pending_ownership",
  pointing: "unknown",
  setupType: "manual",
  provider: null,
  errorCode: null,
  refusedProbes: 0,
  contest: null,
  claim: null,
});

async function setUpOf(domain: FakeDomain, parts: Parts = {}): Promise<SetUpResource> {
  const examination = await diagnoseFake({ connection: {}, ...domain });
  return writeFrom(examination, parts);
}

function writeFrom(examination: Awaited<ReturnType<typeof diagnoseFake>>, { connection, ...parts }: Parts) {
  return writeSetUp({
    ...examination,
    brand,
    language: "en",
    nextCheckAt: later(10),
    now: diagnosedAt,
    link: null,
    ...parts,
    connection: { ...connectionOf(examination.evidence), ...connection },
  });
}

const stepsOf = ({ steps }: SetUpResource) => steps.map(({ action, type, status }) => `${action} ${type} ${status}`);

describe("the steps", () => {
  it("begin with what is in the way, and end with what is right already", async () => {
    const setUp = await setUpOf({ records: { ...right, [`${host} CNAME`]: [], [`${host} A`]: ["198.51.100.9"] } });
    expect(stepsOf(setUp)).toEqual(["delete A wrong", "add CNAME todo", "add TXT done"]);
    expect(setUp.steps.map(({ id }) => id)).toEqual([
      `delete A ${host} 198.51.100.9`,
      `add CNAME ${host} edge.latchkey.test`,
      `add TXT ${proofHost} ${testChallenge}`,
    ]);
  });

  it("stay the same ones when what is wrong is put right", async () => {
    const idsOf = async (records: FakeRecords) => (await setUpOf({ records })).steps.map(({ id }) => id).sort();
    const wrong = { [`${proofHost} TXT`]: ["something else"], [`${host} CNAME`]: ["old.example.net"] };
    expect(await idsOf(wrong)).toEqual(await idsOf(right));
    expect(await idsOf({})).toEqual(await idsOf(right));
  });

  it("say what each nameserver has, once", async () => {
    const second = { [`${proofHost} TXT`]: ["something else"], [`${host} CNAME`]: [] };
    const setUp = await setUpOf({ records: right, second, nameserverAddresses: ["192.0.2.1", "2001:db8::1"] });
    const serversOf = (type: string) => setUp.steps.find((step) => step.type === type)?.servers;
    expect(serversOf("TXT")).toEqual([
      { server: "ns1.dns.net", status: "right", values: [testChallenge] },
      { server: "ns2.dns.net", status: "other", values: ["something else"] },
    ]);
    expect(serversOf("CNAME")).toEqual([
      { server: "ns1.dns.net", status: "right", values: ["edge.latchkey.test"] },
      { server: "ns2.dns.net", status: "missing", values: [] },
    ]);
    const one = await setUpOf({ records: right, second, nameservers: ["ns1.dns.net", "ns1.dns.net"] });
    expect(one.steps.map(({ servers }) => servers.map(({ server, status }) => `${server} ${status}`))).toEqual(
      expect.arrayContaining([["ns1.dns.net other"], ["ns1.dns.net missing"]]),
    );
  });

  it("take a silent nameserver for silent, and not for one without the record", async () => {
    const setUp = await setUpOf({ records: right, failing: { 1: "timeout" } });
    expect(setUp.steps[0]?.servers).toMatchObject([{ status: "right" }, { status: "silent", values: [] }]);
  });

  it("count addresses of ours in place of the alias as right", async () => {
    const records = { ...right, [`${host} CNAME`]: [], [`${host} A`]: ["203.0.113.10"] };
    const setUp = await setUpOf({ records });
    const alias = setUp.steps.find(({ type }) => type === "CNAME");
    expect([alias?.status, alias?.servers.map(({ status }) => status)]).toEqual(["done", ["right", "right"]]);
  });

  it("count them on the one nameserver that has them, and a proof that stands behind an alias", async () => {
    const addresses = { ...right, [`${host} CNAME`]: [], [`${host} A`]: ["203.0.113.10"] };
    const partly = await setUpOf({ records: addresses, second: { [`${host} A`]: [] } });
    const statuses = ({ steps }: SetUpResource, type: string) =>
      steps.find((step) => step.type === type)?.servers.map(({ status }) => status);
    expect(statuses(partly, "CNAME")).toEqual(["right", "missing"]);
    const behind = {
      ...right,
      [`${proofHost} TXT`]: [],
      [`${proofHost} CNAME`]: ["proof.other.net"],
      "proof.other.net TXT": [testChallenge],
    };
    expect(statuses(await setUpOf({ records: behind }), "TXT")).toEqual(["right", "right"]);
  });

  it("show no nameservers for what is proven and gone since", async () => {
    const setUp = await setUpOf({ records: { ...right, [`${proofHost} TXT`]: [] }, connection: provenConnection });
    expect(setUp.steps.find(({ type }) => type === "TXT")).toMatchObject({ status: "done", servers: [] });
  });
});

describe("how far it is", () => {
  it.each<[SetUpResource["stage"], ConnectionState, FakeRecords, Parts["connection"]]>([
    ["records", "pending_ownership", {}, {}],
    ["spreading", "pending_ownership", right, {}],
    ["records", "propagating", { ...right, [`${host} CNAME`]: [] }, {}],
    ["spreading", "verified", right, {}],
    ["spreading", "dns_writing", {}, {}],
    ["certificate", "issuing_cert", right, {}],
    ["certificate", "stalled", right, { errorCode: "certificate_not_issued" }],
    ["records", "stalled", {}, { errorCode: "ownership_not_found" }],
    ["records", "drifted", { ...right, [`${host} CNAME`]: ["old.example.net"] }, {}],
    ["live", "live", right, {}],
    ["ended", "failed", right, {}],
    ["ended", "archived", right, {}],
  ])("is “%s” in %s", async (stage, state, records, connection) => {
    const setUp = await setUpOf(
      { records, connection: { ...provenConnection, state } },
      { connection: connection ?? {} },
    );
    expect(setUp.stage).toBe(stage);
  });

  it("is “records” while something is to be done elsewhere than in the records", async () => {
    const setUp = await setUpOf({ records: right, withoutAuthority: true });
    expect(setUp.notes.map(({ who }) => who)).toEqual(["provider"]);
    expect([setUp.stage, setUp.expectedAt]).toEqual(["records", null]);
  });
});

describe("why it does not work yet", () => {
  it("is the first finding of the owner's, with what to do", async () => {
    const setUp = await setUpOf({ records: { [`${proofHost} TXT`]: [`"${testChallenge}"`] } });
    expect(setUp.finding).toMatchObject({ code: "txt-quoted", who: "you" });
    expect(setUp.finding?.fix).not.toBeNull();
  });

  it("is the owner's before ours", async () => {
    const jobs = [{ name: "check-ownership", runAt: "2026-01-01T11:50:00.000Z", attempts: 0 }];
    const due = jobs.map((job) => ({ ...job, lastError: null, failedAt: null, lockedUntil: null }));
    const idle = { connection: { jobs: due }, known: { workers: [] } };
    expect((await setUpOf({ records: right, ...idle })).finding?.code).toBe("ours");
    expect((await setUpOf({ records: {}, ...idle })).finding?.code).toBe("txt-missing");
  });

  it("names no part of ours", async () => {
    const connection = {
      ...provenConnection,
      state: "issuing_cert" as const,
      certificateCheckedAt: "2026-01-01T11:50:00.000Z",
    };
    const setUp = await setUpOf({ records: right, connection, known: { ask: null, workers: [] } });
    expect(setUp.finding).toMatchObject({ code: "ours", who: "us" });
    expect(JSON.stringify(setUp)).not.toMatch(/ask-never-asked|worker-not-running|WORKER/);
  });

  it("is what is waited for where nothing is wrong, and nothing where it is live", async () => {
    expect((await setUpOf({ records: right })).finding).toMatchObject({ code: "waiting", who: "us" });
    const live = { ...provenConnection, state: "live" as const, pointing: "ok", certificateFact: "ok" };
    expect((await setUpOf({ records: right, connection: live })).finding).toBeNull();
  });
});

describe("whoever has the link", () => {
  it("learns no id, and until when it works", async () => {
    const expiresAt = later(3_600);
    const setUp = await setUpOf({ records: {} }, { link: { expiresAt } });
    expect([setUp.connectionId, setUp.expiresAt]).toEqual([null, expiresAt]);
    expect(JSON.stringify(setUp)).not.toContain(freshConnection.id);
  });
});

it.each(languages)("is complete in %s", async (language) => {
  const setUp = await setUpOf({ records: { [`${host} A`]: ["198.51.100.9"] } }, { language });
  expect(setUpSchema.safeParse(JSON.parse(JSON.stringify(setUp))).error).toBeUndefined();
  expect(setUp.language).toBe(language);
});

/** What one nameserver has at each of the two names, and for how long resolvers keep it. */
type World = {
  sight: "right" | "other" | "missing";
  ttl: number;
  negativeTtl: number | null;
  isSilent: boolean;
};

const seconds = fc.integer({ min: 0, max: 172_800 });
const worldOf = fc.record<World>({
  sight: fc.constantFrom("right", "other", "missing"),
  ttl: seconds,
  negativeTtl: fc.option(seconds, { freq: 6 }),
  isSilent: fc.boolean(),
});

function recordsOf({ sight }: World): FakeRecords {
  if (sight === "right") return right;
  if (sight === "missing") return { [`${proofHost} TXT`]: [], [`${host} CNAME`]: [] };
  return { [`${proofHost} TXT`]: ["something else"], [`${host} CNAME`]: ["old.example.net"] };
}

/** The evidence of two nameservers, with these TTLs. */
async function examine(worlds: readonly [World, World]) {
  const [first, second] = worlds;
  const failing = {
    ...(first.isSilent ? { 0: "timeout" as const } : {}),
    ...(second.isSilent ? { 1: "timeout" as const } : {}),
  };
  const examination = await diagnoseFake({
    records: recordsOf(first),
    second: recordsOf(second),
    failing,
    connection: {},
  });
  const answers = examination.evidence.answers.map((answer) => ({
    ...answer,
    servers: answer.servers.map((server, index) => {
      const { ttl, negativeTtl } = worlds[index] ?? first;
      const records = server.records.map((record) => ({ ...record, ttl }));
      return { ...server, records, ...(negativeTtl === null ? {} : { negativeTtlSeconds: negativeTtl }) };
    }),
  }));
  return { ...examination, evidence: { ...examination.evidence, answers } };
}

const heardOf = (worlds: readonly World[]) => worlds.filter(({ isSilent }) => !isSilent);
const open = (worlds: readonly World[]) => heardOf(worlds).filter(({ sight }) => sight !== "right");
const cachedOf = ({ sight, ttl, negativeTtl }: World) => (sight === "missing" ? negativeTtl : ttl);

describe("when it is expected", () => {
  const moments = fc.record({
    worlds: fc.tuple(worldOf, worldOf),
    nextCheck: fc.integer({ min: -3_600, max: 3_600 }),
    /** The age of the diagnosis, and how much later the same is seen again. */
    age: fc.integer({ min: 0, max: 5 }),
    after: fc.integer({ min: 0, max: 7_200 }),
  });

  it("is never in the past, never before what a TTL says, and never without its reason", async () => {
    await fc.assert(
      fc.asyncProperty(moments, async ({ worlds, nextCheck, age }) => {
        const now = later(age);
        const setUp = writeFrom(await examine(worlds), { now, nextCheckAt: later(nextCheck) });
        const { expectedAt, expectedBecause, nextCheckAt } = setUp;
        expect(expectedBecause === null).toBe(expectedAt === null);
        expect(nextCheckAt?.getTime()).toBeGreaterThanOrEqual(now.getTime());
        if (expectedAt === null) return;
        expect(expectedAt.getTime()).toBeGreaterThan(now.getTime());
        for (const world of open(worlds)) {
          expect(expectedAt.getTime()).toBeGreaterThanOrEqual(later(cachedOf(world) ?? 0).getTime());
        }
      }),
      { numRuns: 150 },
    );
  });

  it("is not said where a TTL is not known, or where no nameserver answers", async () => {
    await fc.assert(
      fc.asyncProperty(moments, async ({ worlds, nextCheck }) => {
        const isUnknown = open(worlds).some((world) => cachedOf(world) === null);
        fc.pre(isUnknown || heardOf(worlds).length === 0);
        const setUp = writeFrom(await examine(worlds), { nextCheckAt: later(nextCheck) });
        expect(setUp.expectedAt).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it("is not said of a record that nobody was asked for", async () => {
    const examination = await diagnoseFake({ records: {}, connection: {} });
    const answers = examination.evidence.answers.filter(({ name }) => name !== proofHost);
    expect(writeFrom(examination, {}).expectedBecause).toBeNull();
    const known = answers.map((answer) => ({
      ...answer,
      servers: answer.servers.map((server) => ({ ...server, negativeTtlSeconds: 60 })),
    }));
    const setUp = writeFrom({ ...examination, evidence: { ...examination.evidence, answers: known } }, {});
    expect(setUp.steps.map(({ servers }) => servers.length)).toEqual([0, 2]);
    expect(setUp.expectedAt).toBeNull();
  });

  it("does not come closer while nothing changes", async () => {
    await fc.assert(
      fc.asyncProperty(moments, async ({ worlds, nextCheck, after }) => {
        const examination = await examine(worlds);
        const takenAt = later(after);
        const again = { ...examination, evidence: { ...examination.evidence, takenAt: takenAt.toISOString() } };
        const before = writeFrom(examination, { nextCheckAt: later(nextCheck) }).expectedAt;
        const afterwards = writeFrom(again, { nextCheckAt: later(nextCheck + after), now: takenAt }).expectedAt;
        if (before !== null && afterwards !== null) {
          expect(afterwards.getTime()).toBeGreaterThanOrEqual(before.getTime());
        }
      }),
      { numRuns: 100 },
    );
  });

  it("is the end of what resolvers remember: the old record, or that there was none", async () => {
    const world = { ttl: 7_200, negativeTtl: 1_800, isSilent: false };
    const other = await examine([
      { ...world, sight: "other" },
      { ...world, sight: "other" },
    ]);
    expect(writeFrom(other, {})).toMatchObject({ expectedAt: later(7_200), expectedBecause: "ttl" });
    const missing = await examine([
      { ...world, sight: "missing" },
      { ...world, sight: "missing" },
    ]);
    expect(writeFrom(missing, {})).toMatchObject({ expectedAt: later(1_800), expectedBecause: "negative_ttl" });
  });

  it("is the next check where everything is right, and the certificate's where that is waited for", async () => {
    expect(await setUpOf({ records: right })).toMatchObject({ expectedAt: later(10), expectedBecause: "next_check" });
    const connection = { ...provenConnection, state: "issuing_cert" as const };
    const issuing = await setUpOf({ records: right, connection });
    expect(issuing).toMatchObject({ expectedAt: later(10), expectedBecause: "certificate" });
    const refused = await setUpOf({ records: right, connection }, { connection: { refusedProbes: 2 } });
    expect(refused.expectedAt).toBeNull();
  });

  it("is the end of a limit that the certificate waits for", async () => {
    const state = "issuing_cert" as const;
    const claim = { connectionId: freshConnection.id, admittedAt: null, queuedAt: later(-60), queuedBy: "orders" };
    const queue = async (queuedUntil: Date | null) =>
      setUpOf(
        { records: right, connection: { ...provenConnection, state } },
        { connection: { claim: { ...claim, queuedUntil } } },
      );
    expect(await queue(later(900))).toMatchObject({ expectedAt: later(900), expectedBecause: "certificate" });
    expect((await queue(null)).expectedAt).toBeNull();
    const caRefusal = { until: later(1_800).toISOString(), limit: "orders" };
    const refused = async (queuedUntil: Date | null) =>
      setUpOf(
        { records: right, connection: { ...provenConnection, state, caRefusal } },
        { connection: { claim: { ...claim, queuedUntil } } },
      );
    expect((await refused(later(900))).expectedAt).toEqual(later(1_800));
    expect((await refused(null)).expectedAt).toBeNull();
  });

  it("is the end of a contest for who asks for the domain, and not for who has it", async () => {
    const contest = { startedAt: diagnosedAt, movesAt: later(172_800) };
    const asking = await setUpOf({ records: right }, { connection: { contest: { role: "challenger", ...contest } } });
    expect(asking).toMatchObject({ expectedAt: contest.movesAt, expectedBecause: "contest" });
    const having = await setUpOf({ records: right }, { connection: { contest: { role: "holder", ...contest } } });
    expect(having.expectedBecause).toBe("next_check");
  });

  it("is nothing once it is live, or over", async () => {
    for (const state of ["live", "failed", "archived"] as const) {
      const setUp = await setUpOf({ records: right, connection: { ...provenConnection, state } });
      expect(setUp.expectedAt, state).toBeNull();
    }
  });
});
