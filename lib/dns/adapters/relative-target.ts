const targetAt: Record<string, number> = { ALIAS: 0, CNAME: 0, DNAME: 0, NS: 0, PTR: 0, MX: 1, SRV: 3 };

/** A value as in a master file, where a target without a final dot is a name below the zone; the others as they are. */
export function absoluteTarget(type: string, value: string, zone: string): string {
  const at = targetAt[type];
  if (at === undefined || value.trim().endsWith(".")) return value;
  const fields = value.trim().split(/\s+/);
  const target = fields[at];
  if (target === undefined || target === "") return value;
  return [...fields.slice(0, at), target === "@" ? `${zone}.` : `${target}.${zone}.`].join(" ");
}
