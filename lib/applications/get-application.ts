import { getApplicationRow, toApplicationResource } from "@/lib/applications/application-row";
import type { ApplicationIdInput, ApplicationResource } from "@/lib/applications/schema";
import type { Context } from "@/lib/context";

/** @throws Refusal not_found */
export async function getApplication(ctx: Context, input: ApplicationIdInput): Promise<ApplicationResource> {
  return toApplicationResource(await getApplicationRow(ctx, input.id));
}
