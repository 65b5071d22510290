import { getApplicationRow, toApplicationResource } from "@/lib/accounts/applications/application-row";
import type { ApplicationIdInput, ApplicationResource } from "@/lib/accounts/applications/schema";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal not_found */
export async function getApplication(ctx: Context, input: ApplicationIdInput): Promise<ApplicationResource> {
  return toApplicationResource(await getApplicationRow(ctx, input.id));
}
