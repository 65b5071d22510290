import fc from "fast-check";
import { expect, it } from "vitest";
import { classifyProofs, decideContest, type Proofs, textsOf } from "@/lib/connections/decide-contest";
import { connectionStates, isActiveHolder } from "@/lib/connections/machine";
import type { ServerAnswer, TxtObservation } from "@/lib/dns/records";

const graceMs = 24 * 3_600_000;
const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);

/** What each server answers: its texts, or null for silence. */
type Zone = readonly (readonly string[] | null)[];

/** As `observeTxt` gives it: servers that are silent have no vote, unless all are. */
function observe(zone: Zone, expected: string): TxtObservation {
  const servers = zone.map((texts, index): ServerAnswer => {
    const about = { server: `ns${index}.test`, address: `192.0.2.${index}`, name: "c.test", type: "TXT" };
    const rest = { authoritative: true, transport: "udp" as const, rttMs: 1 };
    if (texts === null) return { ...about, ...rest, kind: "unreachable", reason: "timeout", records: [] };
    const records = texts.map((value) => ({ name: "c.test", type: "TXT", value, ttl: 60 }));
    return { ...about, ...rest, kind: records.length > 0 ? "answer" : "nodata", records };
  });
  const voices = zone.filter((texts) => texts !== null);
  if (voices.length === 0) return { servers, kind: "unreachable", reason: "timeout" };
  const [agreeing, disagreeing] = [
    voices.filter((texts) => texts.includes(expected)),
    voices.filter((texts) => !texts.includes(expected)),
  ];
  if (disagreeing.length === 0) return { servers, kind: "match" };
  if (voices.every((texts) => texts.length === 0)) return { servers, kind: "missing" };
  const labels = (of: readonly (readonly string[])[]) => of.map((_, index) => `ns${index}`);
  return { servers, kind: "seen", values: voices.flat(), agreeing: labels(agreeing), disagreeing: labels(disagreeing) };
}

const zone = fc.array(
  fc.option(fc.uniqueArray(fc.constantFrom("own", "holder", "rival", "unrelated"), { maxLength: 4 }), { freq: 4 }),
  { minLength: 1, maxLength: 4 },
);

const classify = (servers: Zone): Proofs => {
  const observation = observe(servers, "own");
  const owners = new Set(textsOf(observation).filter((text) => text === "holder" || text === "rival"));
  return classifyProofs(observation, owners, "holder");
};

it("a proof stands alone exactly where every server answers with it, and none has another account's", () => {
  fc.assert(
    fc.property(zone, (servers) => {
      const isAlone = servers.every(
        (texts) => texts?.includes("own") && !texts.includes("holder") && !texts.includes("rival"),
      );
      expect(classify(servers) === "alone").toBe(isAlone);
    }),
    { numRuns: 2_000 },
  );
});

it("one silent server makes a proof unclear, and nothing begins, moves or ends by it", () => {
  expect(classify([["own"], null])).toBe("unclear");
  expect(classify([["own", "holder"], null])).toBe("held");
  expect(classify([null, null])).toBe("unclear");
});

const decisionInput = fc.record({
  proofs: fc.constantFrom<Proofs>("alone", "held", "ambiguous", "gone", "unclear"),
  kind: fc.constantFrom<TxtObservation["kind"]>("match", "seen", "missing", "unreachable"),
  holder: fc.option(
    fc.record({ connectionId: fc.constantFrom("a", "b"), state: fc.constantFrom(...connectionStates) }),
  ),
  running: fc.option(
    fc.integer({ min: -3 * graceMs, max: 3 * graceMs }).map((startedMs) => ({
      holderConnectionId: "a",
      startedAt: at(startedMs),
      movesAt: at(startedMs + graceMs),
    })),
  ),
  isContest: fc.boolean(),
});

it("moves a hostname only by a proof that stands alone, from an idle holder or after the grace time", () => {
  fc.assert(
    fc.property(decisionInput, (input) => {
      const decision = decideContest({ ...input, observedAt: at(0), graceMs });
      const { holder, running, proofs } = input;
      const isSame = holder !== null && running?.holderConnectionId === holder.connectionId;
      if (decision.move) {
        expect([proofs, decision.end === null || !isSame]).toEqual(["alone", true]);
        const isOver = isSame && running.movesAt <= at(0) && running.startedAt <= at(60_000);
        expect(holder !== null && (!isActiveHolder(holder.state) || isOver)).toBe(true);
      }
      // What runs goes on, or ends: by evidence, never by silence.
      if (isSame && proofs === "unclear") expect(decision).toMatchObject({ end: null, move: false, next: "contested" });
      if (isSame && ["held", "ambiguous", "gone"].includes(proofs)) expect(decision.end).not.toBeNull();
      if (decision.beginUntil !== null) expect(proofs).toBe("alone");
      if (holder !== null && isActiveHolder(holder.state) && decision.beginUntil !== null)
        expect(decision.beginUntil).toEqual(at(graceMs));
    }),
    { numRuns: 5_000 },
  );
});

it("fails a connection of before, where the other account was first and its proof still stands", () => {
  const holder = { connectionId: "a", state: "live" as const };
  const input = { proofs: "held" as const, kind: "match" as const, holder, running: null, observedAt: at(0), graceMs };
  expect(decideContest({ ...input, isContest: false }).next).toBe("lost");
  expect(decideContest({ ...input, isContest: true }).next).toBe("contest_blocked");
});
