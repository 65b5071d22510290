import { describe, expect, it } from "vitest";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { failingZone, failuresOfZone } from "@/lib/diagnosis/evidence/failures-of-zone";
import { challenge } from "@/lib/dns/records/challenge";
import { diagnoseFake, provenConnection } from "@/lib/runtime/testing/diagnosis";

const name = challenge.name("shop.acme.com");

/** Everything is right, except that the challenge name is delegated to servers that refuse. */
async function withRefusedChallenge(): Promise<Evidence> {
  const { evidence } = await diagnoseFake({ records: { "shop.acme.com CNAME": ["edge.latchkey.test"] } });
  const answers = evidence.answers.map((answer) => ({
    ...answer,
    ...(answer.name === name
      ? {
          zone: name,
          servers: answer.servers.map((server) => ({
            ...server,
            kind: "unreachable" as const,
            reason: "refused" as const,
            records: [],
          })),
        }
      : {}),
  }));
  return {
    ...evidence,
    answers,
    ownership: { kind: "unreachable", reason: "refused", values: [], agreeing: [], disagreeing: [] },
  };
}

describe("failures of a zone", () => {
  it("are those of the challenge name where that is a zone of its own that fails", async () => {
    const evidence = await withRefusedChallenge();
    expect(failingZone(evidence)).toBe(name);
    expect(failuresOfZone(evidence).map(({ reason }) => reason)).toEqual(["refused", "refused"]);
    const [first] = diagnose(evidence);
    expect(first).toMatchObject({ code: "delegation-lame", severity: "blocking", who: "customer" });
    expect(first?.title).toContain(name);
  });

  it("are not those of the challenge name once control is proven", async () => {
    const evidence = { ...(await withRefusedChallenge()), connection: provenConnection };
    expect(failuresOfZone(evidence)).toEqual([]);
  });
});

describe("a CNAME to what is no name", () => {
  it("has a missing target, although nothing could be asked about it", async () => {
    const { evidence } = await diagnoseFake({ records: { "shop.acme.com CNAME": ["edge.latchkey.test"] } });
    const chain = { path: ["edge.latchkey.test "], end: "unreachable" as const, addresses: [] };
    expect(diagnose({ ...evidence, chain }).map(({ code }) => code)).toContain("cname-target-missing");
    const silent = { ...chain, path: ["edge.latchkey.example"] };
    expect(diagnose({ ...evidence, chain: silent }).map(({ code }) => code)).not.toContain("cname-target-missing");
  });
});
