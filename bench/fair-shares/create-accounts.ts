import type { Account, Accounts } from "@/bench/fair-shares/names";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createApplicationSchema, createKeySchema } from "@/lib/accounts/applications/schema";
import { setPlan } from "@/lib/accounts/quotas/set-plan";
import { createTenant } from "@/lib/accounts/tenants/create-tenant";
import { inTransaction } from "@/lib/db/transaction";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { createRuntime } from "@/lib/runtime/create-runtime";

// Attackers are on the largest plan, with live applications, so that fair shares are measured and not the plans' limits.
// One tenant is free and has a test application, for the attack on those limits.
const attackerCount = 20;
const [upstream = ""] = process.argv.slice(2);

const runtime = await createRuntime();
const { service } = runtime;
const victim = await createAccount("Victim", "live");
const attackers: Account[] = [];
for (let number = 1; number <= attackerCount; number += 1) {
  attackers.push(await createAccount(`Attacker ${number}`, "live"));
}
const free = await createAccount("Free", "test");
await runtime.close();
const accounts: Accounts = { victim, attackers, free };
process.send?.(accounts, () => process.exit(0));

async function createAccount(name: string, environment: "test" | "live"): Promise<Account> {
  const ownerEmail = `${name.toLowerCase().replace(" ", "-")}@latchkey-platform.com`;
  const { id: tenantId } = await createTenant(service, { name, ownerEmail });
  const ctx = onBehalfOf(service, tenantId, { kind: "admin" });
  if (environment === "live") {
    await inTransaction(ctx, (tx) => setPlan(ctx, tx, "enterprise", { by: "operator" }));
  }
  const application = await createApplication(ctx, createApplicationSchema.parse({ name, environment, upstream }));
  const key = await createKey(
    ctx,
    createKeySchema.parse({ id: application.id, name: "First key", scopes: [...scopes] }),
  );
  return { tenantId, applicationId: application.id, key: key.secret };
}
