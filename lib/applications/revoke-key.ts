import { getApplicationRow, toKeyResource } from "@/lib/applications/application-row";
import type { KeyIdInput, KeyResource } from "@/lib/applications/schema";
import type { Context } from "@/lib/context";
import { Refusal } from "@/lib/errors";

/** Refused from the next request on. Revoking twice is the same as once. @throws Refusal not_found */
export async function revokeKey(ctx: Context, input: KeyIdInput): Promise<KeyResource> {
  await getApplicationRow(ctx, input.id);
  const where = { id: input.keyId, applicationId: input.id, tenantId: ctx.tenantId };
  await ctx.database.prisma.apiKey.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: ctx.now() } });
  const row = await ctx.database.prisma.apiKey.findFirst({ where });
  if (!row) throw new Refusal("not_found", `There is no key ${input.keyId}.`);
  return toKeyResource(row);
}
