import { extractHostname } from "@/lib/dns/extract-hostname";
import type { HostnameRefusal } from "@/lib/dns/hostname-refusals";
import type { DomainFault, DomainReading } from "@/widget/flow/state";

const maxName = 253;
const maxLabel = 63;

const faultOf: Partial<Record<HostnameRefusal, DomainFault>> = {
  too_long: "too_long",
  whitespace: "spaces",
  several_hostnames: "spaces",
  ip_address: "address",
};

/** Second-level labels under which countries register names. A guess: the server knows the public suffixes. */
const countrySeconds = /^(?:co|com|org|net|edu|gov|gob|ac|ne|or|go)$/;
const commonEndings = /^(?:com|net|org)$/;

/**
 * Understands what a person typed or pasted, as the server would (`readHostname`). Which endings exist is left to the server:
 * what is read here may still be refused there.
 */
export function readDomain(text: string): DomainReading {
  const found = extractHostname(text);
  if (!found.ok) return found.reason === "empty" ? { kind: "empty" } : wrong(faultOf[found.reason] ?? "characters");
  const name = found.text;
  // The parser of URLs would decode, cut or drop these.
  if (/[\s%/\\?#@:[\]*_]/u.test(name)) return wrong("characters");
  const shown = name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(/\.$/, "");
  // A name that this browser does not know how to write may be right: the server says so.
  const hostname = toAscii(name) ?? (/^[a-z0-9.-]+$/.test(shown) ? null : shown);
  if (hostname === null) return wrong(/^[\d.]+$/.test(name) ? "address" : "characters");
  const fault = faultIn(hostname);
  if (fault !== null) return wrong(fault);
  return {
    kind: "hostname",
    hostname,
    unicode: toAscii(shown) === hostname ? shown : hostname,
    name,
    from: found.from === "name" ? "typed" : found.from,
    suggestions: suggest(hostname),
  };
}

function wrong(reason: DomainFault): DomainReading {
  return { kind: "wrong", reason };
}

/** UTS 46, as each browser has it; null where it refuses. */
function toAscii(name: string): string | null {
  try {
    return new URL(`http://${name}`).hostname.replace(/\.$/, "");
  } catch {
    return null;
  }
}

function faultIn(hostname: string): DomainFault | null {
  const labels = hostname.split(".");
  const [first = ""] = labels;
  if (labels.length === 2 && first === "") return "only_tld";
  if (labels.length === 1) return first === "localhost" ? "local" : commonEndings.test(first) ? "only_tld" : "no_dot";
  if (/^[\d.]+$/.test(hostname)) return "address";
  if (hostname.length > maxName || labels.some((label) => label.length > maxLabel)) return "too_long";
  return labels.every((label) => /^[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]*[a-z0-9\u0080-\uffff])?$/.test(label))
    ? null
    : "characters";
}

/** The same domain with or without `www.`; nothing for names below it. */
function suggest(hostname: string): string[] {
  const labels = hostname.split(".");
  const [first = "", second = "", third = ""] = labels;
  if (first === "www") return labels.length > 2 ? [labels.slice(1).join(".")] : [];
  const isApex = labels.length === 2 || (labels.length === 3 && countrySeconds.test(second) && third.length === 2);
  return isApex ? [`www.${hostname}`] : [];
}
