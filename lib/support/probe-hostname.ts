import { checkNow } from "@/lib/connections/check-now";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import type { ProbeResult } from "@/lib/platform/ports/edge";
import { actingForConnection } from "@/lib/support/acting-for";
import type { SupportConnectionIdInput, SupportHandshake } from "@/lib/support/schema";

const handshakeMs = 10_000;

/** A real TLS handshake through the edge, now. It changes no state: the worker's next probe does. @throws Refusal not_found, rate_limited */
export async function probeHostname(ctx: Context, { id }: SupportConnectionIdInput): Promise<SupportHandshake> {
  const acting = await actingForConnection(ctx, id);
  return checkNow(acting, { kind: "support", run: `probe ${id}`, of: id }, () => shakeHands(acting, id));
}

async function shakeHands(ctx: Context, id: string): Promise<SupportHandshake> {
  const { hostname } = await getConnectionRow(ctx, id);
  const startedAt = performance.now();
  const probe = await ctx.tlsProber.probe(hostname, { timeoutMs: handshakeMs });
  const tookMs = Math.round(performance.now() - startedAt);
  const reason = probe.reason?.slice(0, 512) ?? null;
  await inTransaction(ctx, (tx) =>
    recordAudit(ctx, tx, "support.handshake_made", id, { hostname, kind: probe.kind, reason }),
  );
  return {
    hostname,
    kind: probe.kind,
    valid: probe.kind === "certificate" && probe.code === null,
    reason,
    certificate: certificateOf(probe),
    checkedAt: ctx.now(),
    tookMs,
  };
}

function certificateOf(probe: ProbeResult): SupportHandshake["certificate"] {
  if (probe.kind !== "certificate") return null;
  const { issuer, serial, notBefore, notAfter, names } = probe.certificate;
  return { issuer, serial, notBefore, notAfter, names: names.slice(0, 20) };
}
