import {
  type EmailParameterName,
  type EmailParameters,
  type EmailProvider,
  type EmailPurpose,
  zohoRegions,
} from "@/lib/dns/email/catalog";

/** `host` and `value` are null where they need `parameter`, which was not given. `priority` of MX. Names without a final dot. */
export type WantedEmailRecord = {
  purpose: EmailPurpose;
  type: "MX" | "TXT" | "CNAME";
  host: string | null;
  value: string | null;
  priority: number | null;
  parameter: EmailParameterName | null;
  accepts: readonly string[];
  optional: boolean;
};

export type EmailPlan = {
  /** Without SPF, which is merged, and DMARC, which is added where there is none. */
  records: WantedEmailRecord[];
  spf: { include: string | null; parameter: EmailParameterName | null; accepts: string[] };
  dmarc: string;
};

/** What a provider needs at a domain. Pure. `parameters`: as `readEmailParameters` returns them. */
export function emailRecords(provider: EmailProvider, domain: string, parameters: EmailParameters): EmailPlan {
  const values = { ...defaults[provider.key], ...parameters, ...zohoNames(parameters.region), domain };
  const { include, accepts } = provider.spf;
  const spf =
    parameters.spfInclude === undefined ? fill(include, values) : { text: parameters.spfInclude, lacks: null };
  return {
    records: provider.records.map((row) => {
      const host = fill(row.host, values);
      const value = fill(row.value, values);
      return {
        purpose: row.purpose,
        type: row.type,
        host: host.text,
        value: value.text,
        priority: row.priority ?? null,
        parameter: host.lacks ?? value.lacks,
        accepts: row.accepts ?? [],
        optional: row.optional ?? false,
      };
    }),
    spf: {
      include: spf.text,
      parameter: spf.lacks,
      // The provider's own include serves as well where another was given.
      accepts: [include, ...accepts].flatMap((one) => fill(one, values).text ?? []),
    },
    dmarc: [
      "v=DMARC1",
      "p=none",
      ...(parameters.dmarcRua === undefined ? [] : [`rua=mailto:${parameters.dmarcRua}`]),
    ].join("; "),
  };
}

/** Whether a name is one of these; `*.example.com` stands for every name below example.com. */
export function matchesName(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (pattern.startsWith("*.") ? name.endsWith(pattern.slice(1)) : name === pattern));
}

const defaults: Partial<Record<EmailProvider["key"], EmailParameters>> = {
  google_workspace: { dkimSelector: "google" },
};

function zohoNames(region: string | undefined): Record<string, string> {
  const found = zohoRegions.find(({ key }) => key === region);
  return found === undefined
    ? {}
    : { zohoMx: found.mx, zohoSpf: found.spf, zohoTld: found.mx.slice(found.mx.indexOf(".") + 1) };
}

function fill(
  template: string,
  values: Readonly<Record<string, string | undefined>>,
): { text: string; lacks: null } | { text: null; lacks: EmailParameterName } {
  const missing = [...template.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name ?? "")
    .find((name) => values[name] === undefined);
  if (missing !== undefined) {
    return { text: null, lacks: missing.startsWith("zoho") ? "region" : (missing as EmailParameterName) };
  }
  return { text: template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ""), lacks: null };
}
