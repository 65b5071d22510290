import { z } from "zod";
import { knownAuthorities, limitKinds } from "@/lib/edge/issuance/ca-limits";
import { directoryUrlOf } from "@/lib/edge/protocol/issuer-names";
import type { CaLimit, CertificateAuthority } from "@/lib/platform/ports/issuers";

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const spanSchema = z.string().regex(/^[1-9]\d{0,5}[smhd]$/, "a number with a unit: 30m, 3h, 7d");

const limitSchema = z.strictObject({
  count: z.int().min(1).max(10_000_000),
  per: spanSchema,
  reserve: z.int().min(0).optional(),
});

/** EDGE_CA_LIMITS: what each authority allows, by its directory URL. */
const caLimitsSchema = z.record(
  z.url({ protocol: /^https$/ }),
  z.strictObject({
    name: z.string().min(1).max(80),
    caa: z.array(z.string().max(253)).max(10).default([]),
    limits: z.partialRecord(z.enum(limitKinds), limitSchema).default({}),
  }),
);

/**
 * The authorities of EDGE_ISSUER, in their order.
 * @param limitsText EDGE_CA_LIMITS, or the content of the file that it names
 * @throws Error with a sentence for the operator
 */
export function readIssuers(issuer: string, limitsText: string | null): CertificateAuthority[] {
  const given = limitsText === null ? [] : readAuthorities(limitsText);
  return issuer
    .split(/[\s,]+/)
    .filter((item) => item !== "" && item !== "internal")
    .map((item) => {
      const directoryUrl = directoryUrlOf(item);
      const known = [...given, ...knownAuthorities].find((one) => one.directoryUrl === directoryUrl);
      return known ?? withoutLimits(directoryUrl);
    });
}

function readAuthorities(text: string): CertificateAuthority[] {
  const parsed = caLimitsSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new Error(`EDGE_CA_LIMITS: ${z.prettifyError(parsed.error).replaceAll("\n", " ")}`);
  return Object.entries(parsed.data).map(([directoryUrl, { name, caa, limits }]) => ({
    name,
    directoryUrl,
    caaIdentities: caa,
    limits: limitKinds.flatMap((kind): CaLimit[] => {
      const limit = limits[kind];
      if (limit === undefined) return [];
      return [{ kind, capacity: limit.count, windowMs: spanMs(limit.per), reserve: limit.reserve ?? 0 }];
    }),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("EDGE_CA_LIMITS: not JSON");
  }
}

function spanMs(text: string): number {
  return Number(text.slice(0, -1)) * unitMs[text.slice(-1) as keyof typeof unitMs];
}

function withoutLimits(directoryUrl: string): CertificateAuthority {
  const host = URL.canParse(directoryUrl) ? new URL(directoryUrl).host : directoryUrl;
  return { name: host, directoryUrl, caaIdentities: [], limits: [] };
}
