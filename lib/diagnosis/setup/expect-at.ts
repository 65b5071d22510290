import { isEdgeReason } from "@/lib/connections/policy";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import type { SetUpResource, SetUpStep } from "@/lib/diagnosis/setup/schema";
import type { Sight } from "@/lib/diagnosis/setup/sights-of-step";

type Because = NonNullable<SetUpResource["expectedBecause"]>;

/** Something that ends without anybody acting. `at`: at the latest; null: not known. */
export type Wait = { because: Because; at: Date | null };

export type WaitInput = {
  stage: SetUpResource["stage"];
  /** When `sights` were seen. */
  takenAt: Date;
  steps: readonly { status: SetUpStep["status"]; sights: readonly Sight[] }[];
  notes: SetUpResource["notes"];
  findings: readonly Pick<Finding, "code" | "eta">[];
  connection: {
    errorCode: string | null;
    refusedProbes: number;
    contest: { role: "challenger" | "holder"; movesAt: Date } | null;
  };
  /** A limit of the certificate authority, or of the plan, that its certificate waits for; `until` null: not known. */
  limit: { until: Date | null } | null;
  nextCheckAt: Date | null;
};

/**
 * The latest of what is waited for, as if what is open were published when it was looked for. null: an end is not known, or
 * nothing is waited for. Never in the past. Pure.
 */
export function expectAt(waits: readonly Wait[], now: Date): { at: Date; because: Because } | null {
  let latest: { at: Date; because: Because } | null = null;
  for (const { at, because } of waits) {
    if (at === null) return null;
    if (at > now && (latest === null || at > latest.at)) latest = { at, because };
  }
  return latest;
}

/** Everything that has to end before the domain works, as far as that needs nobody to act. Pure. */
export function waitsOf(input: WaitInput): Wait[] {
  const { stage, notes, connection, limit, nextCheckAt } = input;
  if (stage === "live" || stage === "ended") return [];
  if (limit !== null) return [{ because: "certificate", at: limit.until }];
  // Somebody has to act elsewhere than in the records.
  if (notes.length > 0) return [unknown];
  if (stage === "certificate") {
    // An order that was refused is no reason to expect that the next one is not.
    const isRefused = connection.refusedProbes > 0 || isEdgeReason(connection.errorCode);
    return [{ because: "certificate", at: isRefused ? null : nextCheckAt }];
  }
  const { contest } = connection;
  return [
    ...cachesOf(input),
    ...(contest?.role === "challenger" ? [{ because: "contest", at: contest.movesAt } as const] : []),
    { because: "next_check", at: nextCheckAt },
  ];
}

const unknown: Wait = { because: "next_check", at: null };

/** What resolvers may have stored of the time before: as nameservers let them now, and as those that were asked say. */
function cachesOf({ steps, takenAt, findings }: WaitInput): Wait[] {
  const after = (seconds: number | null) => (seconds === null ? null : new Date(takenAt.getTime() + seconds * 1_000));
  const isCopied = findings.find(({ code }) => code === "txt-partly-published" || code === "records-partly-published");
  const ofSteps = steps.flatMap(({ status, sights }): Wait[] => {
    const answered = sights.filter((sight) => sight.status !== "silent");
    if (answered.length === 0) return status === "done" ? [] : [unknown];
    // Right as a whole, though a nameserver's own record may differ: through a proxy that leads to us, say.
    if (status === "done" && !answered.some(({ isSeen }) => isSeen)) return [];
    const lagging = answered.filter((sight) => sight.status !== "right");
    return lagging.flatMap(({ status: seen, cachedSeconds }): Wait[] => {
      const because = seen === "missing" ? "negative_ttl" : "ttl";
      const cached: Wait = { because, at: after(cachedSeconds) };
      return isCopied ? [{ because, at: timeOf(isCopied.eta) }, cached] : [cached];
    });
  });
  const ofResolvers = findings.flatMap(({ code, eta }): Wait[] => {
    if (eta === null) return [];
    if (code === "old-answer-cached") return [{ because: "ttl", at: timeOf(eta) }];
    return code === "negative-answer-cached" ? [{ because: "negative_ttl", at: timeOf(eta) }] : [];
  });
  return [...ofSteps, ...ofResolvers];
}

function timeOf(eta: string | null): Date | null {
  return eta === null ? null : new Date(eta);
}
