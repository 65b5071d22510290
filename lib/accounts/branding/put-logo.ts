import { createHash } from "node:crypto";
import { assertMayBrand } from "@/lib/accounts/branding/assert-may-brand";
import { getBrandRow, toBrandingResource } from "@/lib/accounts/branding/brand-row";
import { maxLogoBytes, maxLogoPixels } from "@/lib/accounts/branding/policy";
import { readImage } from "@/lib/accounts/branding/read-image";
import type { BrandingResource, PutLogoInput } from "@/lib/accounts/branding/schema";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Stores the company's logo in place of the one before, whose URL then leads nowhere.
 * @throws Refusal forbidden (a test key), invalid (not an image, or one that is too large)
 */
export async function putLogo(ctx: Context, input: PutLogoInput): Promise<BrandingResource> {
  assertMayBrand(ctx);
  const { tenantId } = ctx;
  const bytes = Buffer.from(input.data, "base64");
  const image = readImage(bytes);
  if (image === null) throw invalid("The file is not a PNG, JPEG or WebP image.");
  if (bytes.length > maxLogoBytes) throw invalid(`The file is larger than ${maxLogoBytes / 1_000} kB.`);
  const { mediaType, width, height } = image;
  if (Math.max(width, height) > maxLogoPixels) {
    throw invalid(`The image has ${width} × ${height} pixels. At most ${maxLogoPixels} × ${maxLogoPixels} are shown.`);
  }
  // The company's id is in it, so that nobody can find out by a known image who uses it.
  const hash = createHash("sha256").update(`${tenantId}\n`).update(bytes).digest("hex");
  return inTransaction(ctx, async (tx) => {
    const before = await getBrandRow(ctx, tx);
    if (before.logoHash === hash) return toBrandingResource(ctx, before);
    const data = { hash, mediaType, width, height, bytes, createdAt: ctx.now() };
    await tx.brandLogo.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
    const facts = { mediaType, width, height, sizeBytes: bytes.length };
    await recordAudit(ctx, tx, "branding.logo_changed", tenantId, facts);
    return toBrandingResource(ctx, await getBrandRow(ctx, tx));
  });
}

function invalid(message: string): Refusal {
  return new Refusal("invalid", message, { param: "data" });
}
