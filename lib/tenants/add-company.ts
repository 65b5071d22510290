import { addFirstApplication } from "@/lib/applications/add-first-application";
import type { ServiceContext } from "@/lib/context";
import type { Tx } from "@/lib/db/transaction";
import { findDemoApplication } from "@/lib/sandbox/find-demo-application";
import { addTenant } from "@/lib/tenants/create-tenant";

/**
 * The tenant of somebody who signs up, with an application to connect the first hostname to. In the sandbox its visitors
 * see the sandbox's website.
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
