import { dnsHomeOf, formRecord } from "@/components/connection-facts/form-record";

export type PublishableRecord = { host: string; type: string; value: string; ttl: number; purpose: string };

type Instructions = {
  hostname: string;
  /** The domain whose DNS is edited. */
  zone: string;
  /** The company that asks; null: not to be named. */
  tenantName: string | null;
  provider: string | null;
  records: readonly PublishableRecord[];
  /** A share link, where there is one. */
  link: string | null;
};

/** The instructions for whoever owns the DNS, as a mail in plain text. */
export function instructionsText({ hostname, zone, tenantName, provider, records, link }: Instructions): {
  subject: string;
  text: string;
} {
  const home = dnsHomeOf(provider, zone);
  const count = records.length === 1 ? "this record" : `these ${records.length} records`;
  const purpose = tenantName === null ? `so that ${hostname} works` : `so that ${hostname} works with ${tenantName}`;
  const paragraphs = [
    "Hello,",
    `please add ${count} to the DNS of ${zone}, ${purpose}.`,
    ...records.map((record, index) => recordText(record, zone, titleOf(index, records.length), home?.provider ?? null)),
    "Copy the values exactly, without quotes and without a dot at the end. Leave all other records as they are.",
    ...(home ? [homeText(home.provider.name, home.url, home.provider.notes)] : []),
    ...(link === null
      ? []
      : [`This page shows what is seen already, with a button to copy each value (no account needed):\n${link}`]),
    "Everything else happens by itself once the records are seen, usually within minutes.",
    "Thank you!",
  ];
  return { subject: `DNS records for ${hostname}`, text: `${paragraphs.join("\n\n")}\n` };
}

function recordText(
  record: PublishableRecord,
  zone: string,
  title: string,
  provider: Parameters<typeof formRecord>[2],
): string {
  const { host, fullHost, value } = formRecord(record, zone, provider);
  return [
    `${title} (${record.purpose})`,
    `  Type:   ${record.type}`,
    `  Host:   ${host}`,
    `  Value:  ${value}`,
    `  TTL:    ${record.ttl} seconds, or whatever the form suggests`,
    ...(host === fullHost ? [] : [`  (As a full name the host is ${fullHost}.)`]),
  ].join("\n");
}

function titleOf(index: number, count: number): string {
  return count === 1 ? "The record" : `Record ${index + 1} of ${count}`;
}

function homeText(name: string, url: string, notes: string | null): string {
  return [`The DNS of this domain seems to be at ${name}: ${url}`, ...(notes === null ? [] : [notes])].join("\n");
}

/** A link that opens a mail with this text. RFC 6068: lines end with CRLF, and everything is percent-encoded. */
export function mailtoLink({ subject, text }: { subject: string; text: string }): string {
  const encode = (value: string) => encodeURIComponent(value.replace(/\r?\n/g, "\r\n"));
  return `mailto:?subject=${encode(subject)}&body=${encode(text)}`;
}
