import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Answer, encode } from "dns-packet";
import { expect, it } from "vitest";
import { type CaaKind, type CaaRecord, caaKinds, generateCaaSet } from "@/e2e/dns-differential/caa-sets";
import { markdownTable } from "@/e2e/support/markdown-table";
import { getToolPath } from "@/e2e/support/tool-path";
import { evaluateCaa } from "@/lib/connections/domains/evaluate-caa";
import { decodeMessage } from "@/lib/dns/message";
import { timeLimit } from "@/scripts/time-limit.mjs";

// CAA_SEED=7 CAA_SETS=100000 npm test -- unit e2e/dns-differential/caa.test.ts
const firstSeed = Number(process.env.CAA_SEED ?? 1);
const count = Number(process.env.CAA_SETS ?? 4_000);
const identities = ["letsencrypt.org"];

type Outcome = "allowed" | "forbidden" | "account";

it("reads generated CAA sets as a second reader does, which is written from the RFC alone", () => {
  const sets = Array.from({ length: count }, (_, index) => generateCaaSet(firstSeed + index));
  const theirs = judgeByPython(sets.map(({ records }) => records));
  const disagreements: unknown[] = [];
  const counts = new Map<string, number>();
  sets.forEach((set, index) => {
    const [ours, other] = [judgeByProduct(set.records), theirs[index]];
    if (ours !== other) disagreements.push({ ...set, ours, theirs: other });
    const key = `${set.kind} ${ours}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  console.log(tableOf(counts));
  expect(theirs).toHaveLength(count);
  expect(disagreements.slice(0, 5)).toEqual([]);
  // Each outcome of each kind is met often, or the comparison shows nothing.
  for (const kind of caaKinds) {
    for (const outcome of ["allowed", "forbidden"]) {
      expect(counts.get(`${kind} ${outcome}`) ?? 0, `${kind} ${outcome}`).toBeGreaterThan(count / 100);
    }
  }
});

function judgeByProduct(records: readonly CaaRecord[]): Outcome {
  const answers = records.map((data) => ({ type: "CAA", name: "example.com", ttl: 60, data }) as Answer);
  const values = decodeMessage(encode({ type: "response", answers })).answers.map(({ value }) => value);
  const { verdict, reason } = evaluateCaa([{ name: "example.com", host: "example.com", sets: [values] }], identities);
  if (reason === "account_bound") return "account";
  return verdict === "allowed" ? "allowed" : "forbidden";
}

function judgeByPython(sets: readonly (readonly CaaRecord[])[]): Outcome[] {
  const input = {
    identities,
    methods: ["http-01", "tls-alpn-01"],
    sets: sets.map((records) => records.map((record) => rdataOf(record).toString("hex"))),
  };
  const judge = join(import.meta.dirname, "judge-caa.py");
  const run = spawnSync(getToolPath("dnspython"), [judge], {
    input: JSON.stringify(input),
    encoding: "utf8",
    timeout: timeLimit(60_000),
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`the second reader failed: ${run.stderr || run.error}`);
  return JSON.parse(run.stdout) as Outcome[];
}

function tableOf(counts: ReadonlyMap<string, number>): string {
  const outcomes = ["allowed", "account", "forbidden"] as const;
  const rows = caaKinds.map((kind: CaaKind) => [
    kind,
    ...outcomes.map((outcome) => String(counts.get(`${kind} ${outcome}`) ?? 0)),
  ]);
  return markdownTable([["kind of set", ...outcomes], ...rows]);
}

function rdataOf({ flags, tag, value }: CaaRecord): Buffer {
  const tagBytes = Buffer.from(tag);
  return Buffer.concat([Buffer.from([flags, tagBytes.length]), tagBytes, Buffer.from(value)]);
}
