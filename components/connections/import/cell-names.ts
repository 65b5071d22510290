import { readHostname } from "@/components/connection-facts/read-hostname";
import { findSuffix } from "@/lib/dns/find-suffix";
import { hostnameRefusals } from "@/lib/dns/hostname-refusals";
import { findPlatformName } from "@/lib/dns/platform-names";

/** A hostname that a cell names, or what stands there instead. `problem`: why it cannot be connected. */
export type CellName = { text: string; email: boolean } & (
  | { hostname: string; problem: null }
  | { hostname: null; problem: string }
);

export type ImportPolicy = { allowReservedTlds: boolean };

export type CellReader = {
  /** The names of a cell: one in any of the forms that people paste, or several with commas, spaces or line breaks between. */
  names(cell: string): readonly CellName[];
  /** Whether a cell holds hostnames and nothing else. */
  isNames(cell: string): boolean;
};

/** Reads each cell once: the choice of the delimiter and of the columns and the rows themselves all need it. */
export function createCellReader(policy: ImportPolicy): CellReader {
  const known = new Map<string, readonly CellName[]>();
  function names(cell: string): readonly CellName[] {
    const read = known.get(cell) ?? readCell(cell.trim(), policy);
    known.set(cell, read);
    return read;
  }
  return {
    names,
    // Most cells of a table have no dot: these are ruled out at once.
    isNames: (cell) => hasDot(cell) && names(cell).length > 0 && names(cell).every(isHostname),
  };
}

function readCell(text: string, policy: ImportPolicy): CellName[] {
  if (text === "") return [];
  const whole = readName(text, policy);
  if (whole.hostname !== null) return [whole];
  const parts = text.split(/[,;|\t\n]+/u).filter((part) => part.trim() !== "");
  if (parts.length < 2 || !parts.some(hasDot)) return readPart(text, policy);
  const names = parts.flatMap((part) => readPart(part.trim(), policy));
  return names.some(isHostname) ? names : readPart(text, policy);
}

function hasDot(text: string): boolean {
  return /[.\u3002\uff0e\uff61]/u.test(text);
}

function isHostname(name: CellName): boolean {
  return name.hostname !== null;
}

/** Spaces separate names only where all of the words are names: `not ok.example` is one, with a mistake. */
function readPart(part: string, policy: ImportPolicy): CellName[] {
  const whole = readName(part, policy);
  if (whole.hostname !== null || !/\s/u.test(part)) return [whole];
  const words = part.split(/\s+/u).map((word) => readName(word, policy));
  return words.every(isHostname) ? words : [whole];
}

/** As the server will read it, but for the platform's own names. */
function readName(text: string, policy: ImportPolicy): CellName {
  const reading = readHostname(text);
  if (!reading.ok) return { text, email: false, hostname: null, problem: reading.message };
  const { hostname, from } = reading;
  const email = from === "email";
  const problem = findProblem(hostname, policy);
  return problem === null ? { text, email, hostname, problem } : { text, email, hostname: null, problem };
}

function findProblem(hostname: string, policy: ImportPolicy): string | null {
  const { registrableDomain, kind } = findSuffix(hostname);
  if (kind === "unknown") return hostnameRefusals.unknown_tld;
  if (kind === "reserved" && !policy.allowReservedTlds) return hostnameRefusals.reserved_tld;
  if (registrableDomain === null) return hostnameRefusals.public_suffix;
  const platform = findPlatformName(hostname);
  return platform?.refused ? platform.message : null;
}
