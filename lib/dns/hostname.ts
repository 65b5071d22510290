import { isIPv6 } from "node:net";
import { toUnicode } from "tr46";
import { isMappable, maxInputLength, maxNameLength, toAsciiName, uts46 } from "@/lib/dns/ascii-name";
import { findSuffix } from "@/lib/dns/find-suffix";
import { type HostnameRefusal, hostnameRefusals } from "@/lib/dns/hostname-refusals";

/** `platformHostnames`: lower-case A-labels without trailing dot; they and everything below them are refused. */
export type HostnamePolicy = { allowReservedTlds: boolean; platformHostnames: readonly string[] };

/** `hostname`: lower-case A-labels, no trailing dot. `kind` is `apex` where the name is its own registrable domain. */
export type ParsedHostname = {
  ok: true;
  hostname: string;
  unicode: string;
  kind: "apex" | "subdomain";
  registrableDomain: string;
};

export type HostnameParse = ParsedHostname | { ok: false; reason: HostnameRefusal; message: string };

/**
 * Parses a bare hostname; `readHostname` finds one in what people paste. Never throws. UTS 46 (non-transitional), LDH labels
 * of at most 63 (RFC 1123), 253 in all (RFC 1035), not an address, a public suffix, a reserved name (RFC 6761) or our own.
 */
export function parseHostname(input: string, policy: HostnamePolicy): HostnameParse {
  if (isPlainHostname(input)) {
    return validate(input, input, policy);
  }
  const spelling = findSpellingMistake(input);
  if (spelling !== null) {
    return refuse(spelling);
  }
  const mapped = mapToAscii(input);
  if (mapped === null) {
    return refuse("invalid_idn");
  }
  const ascii = mapped.endsWith(".") ? mapped.slice(0, -1) : mapped;
  const shape = findShapeMistake(ascii);
  if (shape !== null) {
    return refuse(shape);
  }
  const unicode = readAsUnicode(ascii);
  return unicode === null ? refuse("invalid_idn") : validate(ascii, unicode, policy);
}

function refuse(reason: HostnameRefusal): HostnameParse {
  return { ok: false, reason, message: hostnameRefusals[reason] };
}

const dot = 46;
const hyphen = 45;
const maxLabelLength = 63;

/** One fast pass for the usual input: at least two lower-case LDH labels with nothing to map. */
function isPlainHostname(input: string): boolean {
  const length = input.length;
  if (length === 0 || length > maxNameLength) {
    return false;
  }
  let labelStart = 0;
  let previous = dot;
  for (let i = 0; i < length; i += 1) {
    const code = input.charCodeAt(i);
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      previous = code;
    } else if (code === hyphen) {
      // Two hyphens mean an A-label or something like one: the slow path handles those.
      if (previous === dot || previous === hyphen) {
        return false;
      }
      previous = code;
    } else if (code === dot) {
      if (previous === dot || previous === hyphen || i - labelStart > maxLabelLength) {
        return false;
      }
      labelStart = i + 1;
      previous = code;
    } else {
      return false;
    }
  }
  const topLevelLength = length - labelStart;
  return labelStart > 0 && previous !== dot && previous !== hyphen && topLevelLength <= maxLabelLength;
}

/** Common mistakes in typed hostnames, recognised before anything is mapped. */
function findSpellingMistake(input: string): HostnameRefusal | null {
  if (input.length === 0) return "empty";
  if (input.trim().length === 0) return "empty";
  if (/\s/u.test(input)) return "whitespace";
  if (input.length > maxInputLength) return "too_long";
  if (isIPv6(input) || input.startsWith("[")) return "ip_address";
  if (input.includes("://")) return "url";
  if (input.includes("@")) return "email";
  if (/[/\\?#:]/u.test(input)) return "url";
  if (input.includes("*")) return "wildcard";
  return isUnmapped(input.toLowerCase()) || isMappable(input) ? null : "too_long";
}

/** null where UTS 46 refuses. Hyphens, ASCII characters and lengths are checked afterwards, each with its own reason. */
function mapToAscii(input: string): string | null {
  const lower = input.toLowerCase();
  return isUnmapped(lower) ? lower : toAsciiName(input);
}

/** Whether UTS 46 leaves a lower-case name as it is. */
function isUnmapped(lower: string): boolean {
  return isAscii(lower) && !hasALabel(lower);
}

function findShapeMistake(ascii: string): HostnameRefusal | null {
  if (ascii.length === 0) return "empty";
  const labels = ascii.split(".");
  if (labels.includes("")) return "empty_label";
  if (ascii.includes("*")) return "wildcard";
  if (ascii.includes("_")) return "underscore";
  if (/[^a-z0-9.-]/u.test(ascii)) return "invalid_character";
  if (labels.some((label) => label.length > maxLabelLength)) return "label_too_long";
  if (ascii.length > maxNameLength) return "too_long";
  if (labels.some((label) => label.startsWith("-") || label.endsWith("-"))) return "hyphen";
  if (labels.length === 1) return isNumber(ascii) ? "ip_address" : "single_label";
  return null;
}

/** null where an A-label hides what its U-label may not be. */
function readAsUnicode(ascii: string): string | null {
  if (!hasALabel(ascii)) {
    return ascii;
  }
  const { domain, error } = toUnicode(ascii, uts46);
  const hasEdgeHyphen = domain.split(".").some((label) => label.startsWith("-") || label.endsWith("-"));
  return error || hasEdgeHyphen ? null : domain;
}

function validate(hostname: string, unicode: string, policy: HostnamePolicy): HostnameParse {
  const topLevel = hostname.slice(hostname.lastIndexOf(".") + 1);
  if (isNumber(topLevel)) {
    return refuse(hostname.split(".").every(isNumber) ? "ip_address" : "unknown_tld");
  }
  for (const own of policy.platformHostnames) {
    if (hostname === own || (hostname.endsWith(own) && hostname.charCodeAt(hostname.length - own.length - 1) === dot)) {
      return refuse("platform_hostname");
    }
  }
  const { kind, registrableDomain } = findSuffix(hostname);
  if (kind === "unknown") return refuse("unknown_tld");
  if (kind === "reserved" && !policy.allowReservedTlds) return refuse("reserved_tld");
  if (registrableDomain === null) {
    return refuse("public_suffix");
  }
  return {
    ok: true,
    hostname,
    unicode,
    kind: hostname === registrableDomain ? "apex" : "subdomain",
    registrableDomain,
  };
}

/** What a URL parser would read as a part of an IPv4 address: decimal, octal, or hexadecimal. */
function isNumber(label: string): boolean {
  const first = label.charCodeAt(0);
  return first >= 48 && first <= 57 && /^(?:[0-9]+|0x[0-9a-f]*)$/u.test(label);
}

function hasALabel(name: string): boolean {
  return name.startsWith("xn--") || name.includes(".xn--");
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) > 127) return false;
  }
  return true;
}
