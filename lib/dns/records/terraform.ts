import type { DesiredRecord } from "@/lib/dns/records";
import type { TerraformProvider } from "@/lib/dns/records/schema";
import { quotedStrings } from "@/lib/dns/records/zone-file";

/** An argument and its value, an HCL expression. */
type Argument = [name: string, value: string];

type Dialect = {
  resource: string;
  /** The variable for the id of the customer's zone, where the provider does not use the zone's name. */
  zoneVariable: string | null;
  /** One resource holds every value of a name and type. */
  sets: boolean;
  argumentsOf(zone: string, set: RecordSet): Argument[];
};

type RecordSet = Pick<DesiredRecord, "host" | "type" | "ttl"> & { values: string[] };

/** From the providers' documentation at registry.terraform.io: Cloudflare 5, AWS 5 and 6, DigitalOcean 2, Google 6. */
const dialects: Record<TerraformProvider, Dialect> = {
  cloudflare: {
    resource: "cloudflare_dns_record",
    zoneVariable: "cloudflare_zone_id",
    sets: false,
    argumentsOf: (_zone, { host, type, ttl, values }) => [
      ["zone_id", "var.cloudflare_zone_id"],
      ["name", text(host)],
      ["type", text(type)],
      ["content", text(type === "TXT" ? quotedStrings(values[0] ?? "") : (values[0] ?? ""))],
      ["ttl", String(Math.max(60, ttl))],
      // A proxied record hides the desired one.
      ["proxied", "false"],
    ],
  },
  route53: {
    resource: "aws_route53_record",
    zoneVariable: "route53_zone_id",
    sets: true,
    argumentsOf: (_zone, { host, type, ttl, values }) => [
      ["zone_id", "var.route53_zone_id"],
      ["name", text(host)],
      ["type", text(type)],
      ["ttl", String(ttl)],
      // The provider quotes TXT values itself; between the strings of a long one it needs `""`.
      [
        "records",
        list(
          type === "TXT" ? values.map((value) => quotedStrings(value).slice(1, -1).replaceAll('" "', '""')) : values,
        ),
      ],
    ],
  },
  digitalocean: {
    resource: "digitalocean_record",
    zoneVariable: null,
    sets: false,
    argumentsOf: (zone, { host, type, ttl, values }) => [
      ["domain", text(zone)],
      ["type", text(type)],
      ["name", text(relativeTo(zone, host))],
      ["value", text(`${values[0] ?? ""}${type === "CNAME" ? "." : ""}`)],
      ["ttl", String(ttl)],
    ],
  },
  google: {
    resource: "google_dns_record_set",
    zoneVariable: "google_managed_zone",
    sets: true,
    argumentsOf: (_zone, { host, type, ttl, values }) => [
      ["managed_zone", "var.google_managed_zone"],
      ["name", text(`${host}.`)],
      ["type", text(type)],
      ["ttl", String(ttl)],
      [
        "rrdatas",
        list(values.map((value) => (type === "TXT" ? quotedStrings(value) : type === "CNAME" ? `${value}.` : value))),
      ],
    ],
  },
};

/** Records as Terraform resources. @param zone the customer's zone, without a final dot */
export function toTerraform(provider: TerraformProvider, zone: string, records: readonly DesiredRecord[]): string {
  const dialect = dialects[provider];
  const taken = new Map<string, number>();
  const resources = recordSets(records, dialect.sets).map((set) => {
    const label = labelOf(set);
    const count = (taken.get(label) ?? 0) + 1;
    taken.set(label, count);
    return block(
      `resource "${dialect.resource}" "${count === 1 ? label : `${label}_${count}`}"`,
      dialect.argumentsOf(zone, set),
    );
  });
  const variable = dialect.zoneVariable
    ? [
        block(`variable "${dialect.zoneVariable}"`, [
          ["type", "string"],
          ["description", text(`The zone ${zone}`)],
        ]),
      ]
    : [];
  return `${[...variable, ...resources].join("\n\n")}\n`;
}

/** Values of one name and type together, or each on its own; a set gets its smallest TTL. */
function recordSets(records: readonly DesiredRecord[], together: boolean): RecordSet[] {
  const sets = new Map<string, RecordSet>();
  for (const [index, { host, type, value, ttl }] of records.entries()) {
    const key = together ? `${host} ${type}` : String(index);
    const set = sets.get(key);
    sets.set(key, { host, type, ttl: Math.min(ttl, set?.ttl ?? ttl), values: [...(set?.values ?? []), value] });
  }
  return [...sets.values()];
}

/** Letters, digits and underscores, starting with a letter. */
function labelOf({ host, type }: RecordSet): string {
  return `${type.toLowerCase()}_${host
    .replace(/^\*/, "wildcard")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_/, "")}`;
}

function relativeTo(zone: string, host: string): string {
  if (host === zone) return "@";
  return host.endsWith(`.${zone}`) ? host.slice(0, -zone.length - 1) : `${host}.`;
}

/** Formatted like `terraform fmt`. */
function block(head: string, args: readonly Argument[]): string {
  const width = Math.max(...args.map(([name]) => name.length));
  return `${head} {\n${args.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`).join("\n")}\n}`;
}

function list(values: readonly string[]): string {
  return `[${values.map(text).join(", ")}]`;
}

/** A quoted string of HCL, all printable; `${` and `%{` would start a template, and are written with their mark doubled. */
function text(value: string): string {
  const escaped = value.replace(/[\\"\p{C}\p{Zl}\p{Zp}]/gu, (character) => escapes[character] ?? escapeOf(character));
  return `"${escaped.replace(/[$%](?=\{)/g, "$&$&")}"`;
}

const escapes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
