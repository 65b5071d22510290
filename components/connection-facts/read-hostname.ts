import { type Extraction, extractHostname } from "@/lib/dns/extract-hostname";
import { type HostnameRefusal, hostnameRefusals } from "@/lib/dns/hostname-refusals";

export type HostnameReading =
  | { ok: true; hostname: string; from: Extract<Extraction, { ok: true }>["from"] }
  | { ok: false; reason: HostnameRefusal; message: string };

/**
 * Reads a typed or pasted hostname without the server: its A-label form, or what is wrong with its spelling. The server
 * decides: it knows the Public Suffix List, reserved names, and names of its own.
 */
export function readHostname(input: string): HostnameReading {
  const found = extractHostname(input);
  if (!found.ok) return refuse(found.reason);
  const { text, from } = found;
  const ascii = isAscii(text);
  if (text.includes("*")) return refuse("wildcard");
  if (!ascii && /[%<>^|\s]/u.test(text)) return refuse("invalid_character");
  const mapped = ascii ? text.toLowerCase() : mapToAscii(text);
  if (mapped === null) return refuse("invalid_idn");
  const hostname = mapped.endsWith(".") ? mapped.slice(0, -1) : mapped;
  const shape = shapeMistake(hostname);
  return shape ? refuse(shape) : { ok: true, hostname, from };
}

function refuse(reason: HostnameRefusal): HostnameReading {
  return { ok: false, reason, message: hostnameRefusals[reason] };
}

/** UTS 46, as the browser does it in every address. */
function mapToAscii(name: string): string | null {
  const url = `http://${name}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

function shapeMistake(hostname: string): HostnameRefusal | null {
  const labels = hostname.split(".");
  if (labels.includes("")) return "empty_label";
  if (hostname.includes("_")) return "underscore";
  if (/[^a-z0-9.-]/u.test(hostname)) return "invalid_character";
  if (labels.some((label) => label.length > 63)) return "label_too_long";
  if (hostname.length > 253) return "too_long";
  if (labels.some((label) => label.startsWith("-") || label.endsWith("-"))) return "hyphen";
  if (labels.every((label) => /^[0-9]+$/u.test(label))) return "ip_address";
  return labels.length === 1 ? "single_label" : null;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins there
  return /^[\x00-\x7f]*$/u.test(text);
}
