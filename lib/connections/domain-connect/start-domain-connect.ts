import { getApplicationRow } from "@/lib/accounts/applications/application-row";
import { redirectUriOf } from "@/lib/accounts/domain-connect/domain-connect-row";
import { checkNow } from "@/lib/connections/check-now";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { findOffer } from "@/lib/connections/domain-connect/find-offer";
import type { DomainConnectOffer, StartDomainConnectInput } from "@/lib/connections/domain-connect/schema";
import { toOffer } from "@/lib/connections/domain-connect/to-offer";
import { isOver } from "@/lib/connections/machine";
import { setSetupType } from "@/lib/connections/set-setup-type";
import type { Application } from "@/lib/db/generated/client";
import { answerInTransaction } from "@/lib/db/transaction";
import { buildApplyUrl } from "@/lib/dns/domain-connect/apply-url";
import { readPrivateKey } from "@/lib/dns/domain-connect/create-key-pair";
import { Refusal } from "@/lib/kernel/errors";
import { newId, randomToken } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { recordEvents } from "@/lib/platform/events/record-event";
import { type Context, principalOf } from "@/lib/platform/ports/context";

const stateBits = 192;
const lifeMs = 3_600_000;
/** Per connection: a new one ends the oldest. */
const maxFlows = 10;

/**
 * The signed URL of the DNS provider's page that sets the records of a connection. `supported: false` where there is none:
 * the records are then published by hand. The state in the URL is good once, for an hour.
 * @throws Refusal not_found, invalid (return_url), invalid_state (the connection is over), rate_limited
 */
export async function startDomainConnect(ctx: Context, input: StartDomainConnectInput): Promise<DomainConnectOffer> {
  const row = await getConnectionRow(ctx, input.id);
  if (isOver(row.state)) {
    throw new Refusal("invalid_state", `${row.hostname} is ${row.state}: its records are not set any more.`);
  }
  const application = await getApplicationRow(ctx, row.applicationId);
  assertReturnUrl(input.returnUrl, application);
  const run = `domain-connect-start ${input.id}`;
  const found = await checkNow(ctx, { kind: "domain", run, of: row.registrableDomain }, () =>
    findOffer(ctx, row, application),
  );
  if (!found.ok) return toOffer(found, null);
  const { urlSyncUX } = found.settings;
  const state = randomToken(stateBits);
  const privateKey = readPrivateKey(ctx.encryptor.decrypt(found.key.privateKey));
  const applyUrl = buildApplyUrl({
    urlSyncUX,
    providerId: found.providerId,
    serviceId: found.serviceId,
    params: { ...found.params, redirect_uri: redirectUriOf(ctx.policy), state },
    key: { name: found.key.name, privateKey },
  });
  return answerInTransaction(ctx, async (tx) => {
    const createdAt = ctx.now();
    await setSetupType(ctx, tx, { id: row.id, from: "manual", to: "domain_connect" });
    await tx.domainConnectFlow.create({
      data: {
        id: newId(createdAt),
        tenantId: ctx.tenantId,
        connectionId: row.id,
        stateHash: hashSecret(state),
        principal: principalOf(ctx.actor),
        popup: input.popup ?? false,
        returnUrl: input.returnUrl ?? null,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + lifeMs),
      },
    });
    await tx.$executeRaw`
      DELETE FROM domain_connect_flows WHERE id IN (
        SELECT id FROM domain_connect_flows WHERE connection_id = ${row.id}::uuid AND tenant_id = ${ctx.tenantId}::uuid
        ORDER BY id DESC OFFSET ${maxFlows})`;
    const provider = found.settings.providerName;
    await recordEvents(ctx, tx, row.id, ["connection.domain_connect_started"], { provider });
    await recordAudit(ctx, tx, "domain_connect.started", row.id, { hostname: row.hostname, provider });
    return toOffer(found, applyUrl);
  });
}

/** @throws Refusal invalid: a page of somebody else's */
function assertReturnUrl(returnUrl: string | undefined, { allowedOrigins }: Application): void {
  if (returnUrl === undefined) return;
  const { origin, username, password } = new URL(returnUrl);
  if (allowedOrigins.includes(origin) && username === "" && password === "") return;
  const text = `${origin} is not an allowed origin of this application. Add it to allowed_origins.`;
  throw new Refusal("invalid", text, { param: "return_url" });
}
