import { type LogoType, logoTypes } from "@/lib/accounts/branding/policy";
import type { Brand, BrandingResource } from "@/lib/accounts/branding/schema";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import type { Tx } from "@/lib/db/transaction";
import { plans } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** All that is known of a company's brand, by one statement. */
export type BrandRow = {
  companyName: string;
  plan: string;
  displayName: string | null;
  color: string | null;
  helpUrl: string | null;
  hidePoweredBy: boolean;
  updatedAt: Date | null;
  logoHash: string | null;
  logoType: string | null;
  logoWidth: number | null;
  logoHeight: number | null;
  logoBytes: number | null;
  connectionId: string | null;
  hostname: string | null;
  isLive: boolean;
};

type BrandContext = Pick<Context, "database" | "tenantId" | "log" | "policy">;

export async function getBrandRow(ctx: BrandContext, tx?: Tx): Promise<BrandRow> {
  const [row] = await (tx ?? ctx.database.prisma).$queryRaw<BrandRow[]>`
    SELECT t.name AS "companyName", t.plan, b.display_name AS "displayName", b.color, b.help_url AS "helpUrl",
      COALESCE(b.hide_powered_by, false) AS "hidePoweredBy", b.updated_at AS "updatedAt", l.hash AS "logoHash",
      l.media_type AS "logoType", l.width AS "logoWidth", l.height AS "logoHeight",
      octet_length(l.bytes) AS "logoBytes", h.connection_id::text AS "connectionId", h.hostname,
      COALESCE(c.state::text = 'live', false) AS "isLive"
    FROM tenants t
      LEFT JOIN brands b ON b.tenant_id = t.id
      LEFT JOIN brand_logos l ON l.tenant_id = t.id
      LEFT JOIN hostname_claims h ON h.tenant_id = t.id AND h.serves_share_pages
      LEFT JOIN connections c ON c.id = h.connection_id
    WHERE t.id = ${ctx.tenantId}::uuid`;
  if (!row) throw new Error(`there is no tenant ${ctx.tenantId}`);
  return row;
}

export function toBrand(ctx: BrandContext, row: BrandRow): Brand {
  const { companyName, displayName, color, helpUrl, logoHash, hostname, isLive } = row;
  return {
    name: displayName ?? companyName,
    logoUrl: logoHash === null ? null : logoPath(logoHash),
    color,
    helpUrl,
    poweredBy: !(row.hidePoweredBy && isRemovable(ctx, row)),
    linkOrigin: hostname !== null && isLive ? originOf(hostname, ctx.policy.edgeUrlPort) : null,
  };
}

export function toBrandingResource(ctx: BrandContext, row: BrandRow): BrandingResource {
  const { displayName, color, helpUrl, hidePoweredBy, connectionId, hostname, isLive, updatedAt } = row;
  return {
    displayName,
    color,
    helpUrl,
    hidePoweredBy,
    poweredByRemovable: isRemovable(ctx, row),
    logo: toLogo(row),
    hostname: connectionId === null || hostname === null ? null : { connectionId, hostname, isLive },
    brand: toBrand(ctx, row),
    updatedAt,
  };
}

function toLogo({ logoHash, logoType, logoWidth, logoHeight, logoBytes }: BrandRow): BrandingResource["logo"] {
  const mediaType = findLogoType(logoType);
  if (logoHash === null || mediaType === null) return null;
  return {
    url: logoPath(logoHash),
    mediaType,
    width: logoWidth ?? 0,
    height: logoHeight ?? 0,
    sizeBytes: logoBytes ?? 0,
  };
}

function findLogoType(value: string | null): LogoType | null {
  return logoTypes.find((type) => type === value) ?? null;
}

function isRemovable(ctx: BrandContext, { plan }: BrandRow): boolean {
  return plans[planOf(ctx.log, ctx.tenantId, plan)].features.hidePoweredBy;
}

function originOf(hostname: string, port: number | null): string {
  return port === null ? `https://${hostname}` : `https://${hostname}:${port}`;
}

function logoPath(hash: string): string {
  return `/logos/${hash}`;
}
