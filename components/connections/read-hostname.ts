import { type HostnameRefusal, hostnameRefusals } from "@/lib/dns/hostname-refusals";

export type HostnameReading = { ok: true; hostname: string } | { ok: false; message: string };

/**
 * Checks a typed hostname without the server: its A-label form, or what is wrong with its spelling. The server decides: it
 * knows the Public Suffix List, reserved names, and names of its own.
 */
export function readHostname(input: string): HostnameReading {
  const typed = input.trim();
  const mistake = spellingMistake(typed);
  if (mistake) return refuse(mistake);
  if (!isAscii(typed) && /[%<>^|]/u.test(typed)) return refuse("invalid_character");
  const mapped = isAscii(typed) ? typed.toLowerCase() : mapToAscii(typed);
  if (mapped === null) return refuse("invalid_idn");
  const hostname = mapped.endsWith(".") ? mapped.slice(0, -1) : mapped;
  const shape = shapeMistake(hostname);
  return shape ? refuse(shape) : { ok: true, hostname };
}

function refuse(reason: HostnameRefusal): HostnameReading {
  return { ok: false, message: hostnameRefusals[reason] };
}

function spellingMistake(typed: string): HostnameRefusal | null {
  if (typed === "") return "empty";
  if (/\s/u.test(typed)) return "whitespace";
  if (typed.length > 1_000) return "too_long";
  if (typed.startsWith("[")) return "ip_address";
  if (typed.includes("://")) return "url";
  if (typed.includes("@")) return "email";
  if (/^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/iu.test(typed)) return "ip_address";
  if (/[/\\?#:]/u.test(typed)) return "url";
  return typed.includes("*") ? "wildcard" : null;
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
