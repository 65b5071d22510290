import type { ReturnOutcome } from "@/lib/connections/domain-connect/schema";
import { setSetupType } from "@/lib/connections/set-setup-type";
import { wakeChecks } from "@/lib/connections/wake-checks";
import { inTransaction } from "@/lib/db/transaction";
import { toOneLine } from "@/lib/kernel/one-line";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { recordEvents } from "@/lib/platform/events/record-event";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";

export type FinishInput = {
  state: string | null;
  error: string | null;
  errorDescription: string | null;
  /** The session of the browser that came back. */
  sessionId: string | null;
};

export type Finished = {
  outcome: ReturnOutcome;
  connectionId: string | null;
  popup: boolean;
  returnUrl: string | null;
  reason: string | null;
  /** A person began it in the dashboard, whose pages this browser can open. */
  isPerson: boolean;
};

const maxStateLength = 100;
const maxReasonLength = 200;

/**
 * A browser came back from a DNS provider. Says nothing about the records: whatever the provider claims, they are checked,
 * now. The state is used up, and one that a person began is good in that person's browser alone.
 */
export async function finishDomainConnect(service: ServiceContext, input: FinishInput): Promise<Finished> {
  const state = input.state ?? "";
  const isPossible = state !== "" && state.length <= maxStateLength;
  const flow = isPossible
    ? await service.database.prisma.domainConnectFlow.findUnique({ where: { stateHash: hashSecret(state) } })
    : null;
  const now = service.now();
  if (flow === null || flow.usedAt !== null || flow.expiresAt <= now) return invalid;
  const isPerson = flow.principal.startsWith("session:");
  if (isPerson && flow.principal !== `session:${input.sessionId}`) return invalid;
  const outcome = outcomeOf(input);
  const reason = outcome === "returned" ? null : reasonOf(input);
  const ctx = onBehalfOf(service, flow.tenantId, { kind: "worker" });
  const isFirst = await inTransaction(ctx, async (tx) => {
    const { count } = await tx.domainConnectFlow.updateMany({
      where: { id: flow.id, tenantId: flow.tenantId, usedAt: null },
      data: { usedAt: now },
    });
    if (count === 0) return false;
    const { connectionId: id } = flow;
    if (outcome !== "returned") await setSetupType(ctx, tx, { id, from: "domain_connect", to: "manual" });
    const data = reason === null ? { outcome } : { outcome, reason };
    await recordEvents(ctx, tx, id, ["connection.domain_connect_returned"], data);
    await wakeChecks(ctx, tx, id);
    return true;
  });
  if (!isFirst) return invalid;
  const { connectionId, popup, returnUrl } = flow;
  return { outcome, connectionId, popup, returnUrl, reason, isPerson };
}

const invalid: Finished = {
  outcome: "invalid",
  connectionId: null,
  popup: false,
  returnUrl: null,
  reason: null,
  isPerson: false,
};

/** The words of OAuth 2.0; a visitor who cancels is denied access, with a description that starts so. */
function outcomeOf({ error, errorDescription }: FinishInput): ReturnOutcome {
  if (error === null || error === "") return "returned";
  return error === "access_denied" || /^user_cancel/i.test(errorDescription ?? "") ? "cancelled" : "failed";
}

/** In the provider's words. Anybody can write the URL: it is text, and short. */
function reasonOf({ error, errorDescription }: FinishInput): string | null {
  const said = (errorDescription || error || "").replace(/^user_cancel\W*/i, "");
  const text = toOneLine(said, maxReasonLength);
  return text === "" || text === "access_denied" ? null : text;
}
