import { type Trial, type TrialInput, tryCredential } from "@/lib/accounts/credentials/try-credential";
import type { ZoneWriter } from "@/lib/dns/adapters/adapter";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** A person waits for it. */
const trialMs = 18_000;
const windowMs = 600_000;
/** Trials that a tenant may ask for within that time: each of them sends requests to a provider. */
const maxTrials = 60;

export type TrialOutcome = { ok: true; trial: Trial } | { ok: false; fault: ProviderFault };

/** A trial, within 18 seconds. What is under way after that goes on, and removes its record, but nobody waits for it. */
export async function runTrial(writer: ZoneWriter, input: TrialInput): Promise<TrialOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const said = `There was no answer within ${trialMs / 1_000} seconds.`;
    timer = setTimeout(() => reject(new ProviderFault("provider_unavailable", { said })), trialMs);
  });
  try {
    return { ok: true, trial: await Promise.race([tryCredential(writer, input), late]) };
  } catch (error) {
    if (error instanceof ProviderFault) return { ok: false, fault: error };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** @throws Refusal rate_limited, where the tenant has asked for many trials lately */
export function countTrial(ctx: Context): void {
  const waitMs = ctx.memory.countUse(`credential trial ${ctx.tenantId}`, {
    limit: maxTrials,
    windowMs,
    nowMs: ctx.now().getTime(),
  });
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const text = `You have tried ${maxTrials} credentials within ten minutes. Try again in ${retryAfterSeconds} s.`;
  throw new Refusal("rate_limited", text, { details: { retryAfterSeconds } });
}
