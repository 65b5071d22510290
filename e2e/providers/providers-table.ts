import { join } from "node:path";
import type { AdapterFacts } from "@/lib/dns/adapters/adapter";
import { adapters } from "@/lib/dns/adapters/adapters";
import { describeFault } from "@/lib/dns/adapters/describe-fault";
import { findProvider, providerName } from "@/lib/dns/providers/catalog";
import { type FormSource, type KnownForm, knownForms } from "@/lib/dns/providers/forms";
import { type ProviderFaultCode, providerFaults } from "@/lib/dns/zones/provider-fault";
import { proofs } from "./proofs";

export const documentPath = join(import.meta.dirname, "../../docs/dns-providers.md");

/** The document with its tables as the adapters and the forms have them. */
export function withTables(text: string): string {
  const tables = [
    ["providers", providerLines()] as const,
    ["faults", faultLines()] as const,
    ["forms", formLines()] as const,
  ];
  return tables.reduce((rest, [name, lines]) => {
    const place = new RegExp(`(<!-- ${name}:[^\\n]*-->\\n)[\\s\\S]*?(\\n<!-- /${name} -->)`);
    if (!place.test(rest)) throw new Error(`docs/dns-providers.md has no place for the table “${name}”`);
    return rest.replace(place, (_, start: string, end: string) => `${start}\n${lines.join("\n")}\n${end}`);
  }, text);
}

function providerLines(): string[] {
  const head = ["provider", "key", "proved by", "types", "lowest TTL", "in one call", "rate", "seen after", "gates"];
  return tableOf([[...head, "checked"], ...adapters.map(({ facts }) => providerCells(facts))]);
}

function providerCells(facts: AdapterFacts): string[] {
  const { provider, types, minTtl, batch, rate, publishedAfterSeconds, gates, checkedAt } = facts;
  return [
    findProvider(provider)?.name ?? provider,
    `\`${provider}\``,
    proofs[provider] ?? "not proved yet",
    types.join(" "),
    String(minTtl),
    batch === 1 ? "1" : `up to ${batch}`,
    `${rate.requests} in ${rate.seconds} s`,
    publishedAfterSeconds < 120 ? `${publishedAfterSeconds} s` : `${Math.round(publishedAfterSeconds / 60)} min`,
    [...new Set(gates.map(({ code }) => `\`${code}\``))].join(", ") || "none",
    checkedAt,
  ];
}

function faultLines(): string[] {
  const rows = Object.entries(providerFaults).map(([code, { retry }]) => {
    const provider = { name: "the provider", facts: null };
    const { message, fix } = describeFault({ code: code as ProviderFaultCode, address: null }, provider);
    return [`\`${code}\``, asSentence(message), `${retry ? "Retried. " : ""}${asSentence(fix)}`];
  });
  return tableOf([["code", "meaning", "what to do"], ...rows]);
}

function formLines(): string[] {
  const head = [
    "provider",
    "where to click",
    "new record",
    "type",
    "host",
    "value",
    "TTL",
    "save",
    "top of the zone",
    "mind",
  ];
  return tableOf([[...head, "read in", "checked"], ...knownForms.map(formCells)]);
}

const sources: Record<FormSource, string> = {
  help: "its own help",
  code: "its own source code",
  guides: "guides by others",
};

function formCells({ provider, form, source, pages }: KnownForm): string[] {
  const { path, addButton, fields, saveButton, rootHost, hints, checkedAt } = form;
  return [
    providerName(provider),
    path.join(" → "),
    addButton || "(open)",
    fields.type || "(before)",
    fields.host,
    fields.value,
    fields.ttl ?? "-",
    saveButton,
    rootHost === "" ? "empty" : `\`${rootHost}\``,
    hints.map((hint) => `\`${hint}\``).join(", ") || "-",
    pages[0] === undefined ? sources[source] : `[${sources[source]}](${pages[0]})`,
    checkedAt,
  ];
}

/** A table in Markdown, its columns padded as formatters do. */
function tableOf([head = [], ...rows]: string[][]): string[] {
  const widths = head.map((_, index) => Math.max(...[head, ...rows].map((cells) => cells[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

function asSentence(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}
