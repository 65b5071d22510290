import { createPublicKey } from "node:crypto";

/** Octets of data in one record: the whole text then fits the 255 octets of one character-string. */
const partLength = 230;

/** What is wrong with the published parts of a public key; stable. */
export type KeyProblem =
  | "missing"
  /** The name of the key is twice in the name of the record: `key.key.example.com`. */
  | "doubled_prefix"
  /** The values have quotation marks in them. */
  | "quoted"
  /** The parts are there, numbered in another order. */
  | "wrong_order"
  /** A part is missing, or was cut. */
  | "cut"
  /** Two records have the same number. */
  | "duplicate_part"
  /** It is a key, and not the one that signs. */
  | "other_key"
  /** It is no public key, and no part of ours. */
  | "unreadable";

/** The TXT values to publish for a public key (base64 of its DER), each one string of at most 255 octets. */
export function keyRecords(publicKey: string): string[] {
  const parts: string[] = [];
  for (let rest = publicKey; rest !== ""; rest = rest.slice(parts.at(-1)?.length)) parts.push(firstPart(rest));
  return parts.map((part, index) => `p=${index + 1},a=RS256,d=${part}`);
}

/**
 * Cut where no “n” is beside it: the library that several DNS providers verify with takes away that letter at both ends of a
 * part (domainconnectzone 4.0.0, `get_publickey` in sigutil.py), and then no signature is right.
 */
function firstPart(text: string): string {
  let length = Math.min(partLength, text.length);
  while (length > 1 && length < text.length && (text[length - 1] === "n" || text[length] === "n")) length -= 1;
  return text.slice(0, length);
}

export type PublishedKey = { ok: true; publicKey: string } | { ok: false; problem: KeyProblem };

/**
 * Puts together what is published as a provider does (by `p`, `d` joined), and says what is wrong where it is not ours.
 * @param expected base64 of the DER of the key that signs
 */
export function readPublishedKey(values: readonly string[], expected: string): PublishedKey {
  if (values.length === 0) return { ok: false, problem: "missing" };
  const parts = values.flatMap((value) => readPart(value) ?? []);
  // Records come in any order: without numbers of their own, a provider may join them otherwise.
  if (!hasDuplicate(parts) && joined(parts) === expected) return { ok: true, publicKey: expected };
  const problem = problemOf(values, parts, expected);
  return { ok: false, problem };
}

type Part = { number: number; data: string };

/** `p=1,a=RS256,d=…`, in any order of its fields; `a` and `t` may be left out. */
function readPart(value: string): Part | null {
  const fields = new Map(value.split(",").flatMap((field) => splitField(field.trim())));
  const algorithm = fields.get("a") ?? "RS256";
  const kind = fields.get("t") ?? "x509";
  const number = Number(fields.get("p") ?? "1");
  const data = fields.get("d");
  if (data === undefined || algorithm !== "RS256" || kind !== "x509" || !Number.isInteger(number)) return null;
  return { number, data };
}

/** A text without an equals sign is no field. */
function splitField(field: string): [string, string][] {
  const at = field.indexOf("=");
  return at === -1 ? [] : [[field.slice(0, at), field.slice(at + 1)]];
}

function joined(parts: readonly Part[]): string {
  return parts
    .toSorted((one, other) => one.number - other.number)
    .map(({ data }) => data)
    .join("");
}

function hasDuplicate(parts: readonly Part[]): boolean {
  return new Set(parts.map(({ number }) => number)).size < parts.length;
}

function problemOf(values: readonly string[], parts: readonly Part[], expected: string): KeyProblem {
  if (values.some((value) => /["“”\\]/.test(value))) return "quoted";
  const wanted = keyRecords(expected).flatMap((value) => readPart(value)?.data ?? []);
  const present = new Set(parts.map(({ data }) => data));
  const isDuplicate = hasDuplicate(parts);
  if (parts.length === wanted.length && wanted.every((data) => present.has(data))) {
    return isDuplicate ? "duplicate_part" : "wrong_order";
  }
  if (parts.some(({ data }) => data !== "" && expected.includes(data))) return isDuplicate ? "duplicate_part" : "cut";
  return isPublicKey(joined(parts)) ? "other_key" : "unreadable";
}

function isPublicKey(text: string): boolean {
  try {
    createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    return true;
  } catch {
    return false;
  }
}
