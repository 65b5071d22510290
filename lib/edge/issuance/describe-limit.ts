import type { CertificateAuthority, LimitKind } from "@/lib/platform/ports/issuers";

const spans: readonly [ms: number, one: string, many: string][] = [
  [7 * 86_400_000, "week", "weeks"],
  [86_400_000, "day", "days"],
  [3_600_000, "hour", "hours"],
  [60_000, "minute", "minutes"],
  [1_000, "second", "seconds"],
];

/** A limit as a sentence, such as “Let's Encrypt issues 50 certificates per week for example.com”. */
export function describeLimit(
  { name, limits }: Pick<CertificateAuthority, "name" | "limits">,
  kind: LimitKind,
  { hostname, registrableDomain }: { hostname: string; registrableDomain: string },
): string {
  const limit = limits.find((one) => one.kind === kind);
  if (limit === undefined) return `${name} limits the certificates that it issues`;
  const rate = `${limit.capacity.toLocaleString("en")} ${perSpan(limit.windowMs)}`;
  const sentences: Record<LimitKind, string> = {
    orders: `${name} takes ${rate.replace(" per", " orders per")} from this installation`,
    registered_domain: `${name} issues ${rate.replace(" per", " certificates per")} for ${registrableDomain}`,
    exact_set: `${name} issues ${rate.replace(" per", " certificates per")} for ${hostname} itself`,
    failed_validations: `${name} allows ${rate.replace(" per", " failed validations per")} for ${hostname}`,
    consecutive_failures: `${name} allows ${limit.capacity.toLocaleString("en")} failed validations in a row for ${hostname}`,
  };
  return sentences[kind];
}

function perSpan(ms: number): string {
  const [unitMs, one, many] = spans.find(([unit]) => ms >= unit && ms % unit === 0) ?? [1_000, "second", "seconds"];
  const count = Math.round(ms / unitMs);
  return count === 1 ? `per ${one}` : `per ${count} ${many}`;
}
