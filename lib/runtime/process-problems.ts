import type { ListenState } from "@/lib/db/watch-listens";
import type { CheckTally } from "@/lib/kernel/check-tally";
import { type Problem, problemCatalog } from "@/lib/kernel/problems";

/** A subscription that is renewed at once is no news. */
const lostMs = 5_000;

/** What is wrong with this process at the moment. */
export function processProblems(listens: readonly ListenState[], checks: Pick<CheckTally, "isBlind">): Problem[] {
  const lost = listens.filter(({ lostForMs }) => lostForMs !== null && lostForMs > lostMs);
  return [
    ...(checks.isBlind() ? [{ code: "dns_unreachable", text: problemCatalog.dns_unreachable } as const] : []),
    ...lost.map(({ channel, lostForMs }) => ({
      code: "listen_lost" as const,
      text: `${problemCatalog.listen_lost} Channel ${channel}, for ${Math.round((lostForMs ?? 0) / 1_000)} s.`,
    })),
  ];
}
