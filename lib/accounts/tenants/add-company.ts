import { addFirstApplication } from "@/lib/accounts/applications/add-first-application";
import { findDemoApplication } from "@/lib/accounts/applications/find-demo-application";
import { addTenant } from "@/lib/accounts/tenants/create-tenant";
import type { Tx } from "@/lib/db/transaction";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * The tenant of a person who signs up, with an application for the first hostname. In the sandbox its visitors see the
 * sandbox's website.
 */
export async function addCompany(
  service: ServiceContext,
  tx: Tx,
  { name, ownerId }: { name: string; ownerId: string },
): Promise<{ id: string }> {
  const { id } = await addTenant(service, tx, { name, ownerId });
  const demo = service.policy.sandbox ? await findDemoApplication(tx) : null;
  await addFirstApplication(service, tx, { tenantId: id, name, upstream: demo?.upstream ?? null });
  return { id };
}
