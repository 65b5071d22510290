import { dnsHomeOf, formRecord } from "@/components/connection-facts/form-record";
import { recordLines, shareLinkText } from "@/lib/dns/records/mail-text";

export type PublishableRecord = { host: string; type: string; value: string; ttl: number; purpose: string };

type Instructions = {
  hostname: string;
  /** The domain whose DNS is managed. */
  zone: string;
  /** The company that sends it; null: not named. */
  tenantName: string | null;
  provider: string | null;
  records: readonly PublishableRecord[];
  /** A share link, where there is one. */
  link: string | null;
};

/** The instructions for whoever manages the DNS, as a plain-text mail. */
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
    "Copy the values exactly, without quotes or a trailing dot. Leave all other records as they are.",
    ...(home ? [homeText(home.provider.name, home.url, home.provider.notes)] : []),
    ...(link === null ? [] : [shareLinkText(link)]),
    "Everything else happens automatically once the records are visible, usually within minutes.",
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
  const { host, fullHost: fqdn, value } = formRecord(record, zone, provider);
  return [
    `${title} (${record.purpose})`,
    ...recordLines({ type: record.type, host, fqdn, value }),
    `  TTL:   ${record.ttl} seconds, or whatever the form suggests`,
  ].join("\n");
}

function titleOf(index: number, count: number): string {
  return count === 1 ? "The record" : `Record ${index + 1} of ${count}`;
}

function homeText(name: string, url: string, notes: string | null): string {
  return [`The DNS of this domain seems to be managed at ${name}: ${url}`, ...(notes === null ? [] : [notes])].join(
    "\n",
  );
}

/** A link that opens a mail with this text. RFC 6068: lines end with CRLF, and everything is percent-encoded. */
export function mailtoLink({ subject, text }: { subject: string; text: string }): string {
  const encode = (value: string) => encodeURIComponent(value.replace(/\r?\n/g, "\r\n"));
  return `mailto:?subject=${encode(subject)}&body=${encode(text)}`;
}
