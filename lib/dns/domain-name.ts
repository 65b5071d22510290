/** The comparable form of a name from DNS or a person: ASCII lower-case, no trailing dot; the root is "". */
export function normaliseName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

/** True where `name` is `ancestor` or is below it. Both normalised; everything is below the root "". */
export function isEqualOrBelow(name: string, ancestor: string): boolean {
  return ancestor === "" || name === ancestor || name.endsWith(`.${ancestor}`);
}

/** The name without its first label; "" above a top-level domain. */
export function parentName(name: string): string {
  const dot = name.indexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1);
}

/**
 * True where the wire format can carry the normalised name (RFC 1035): labels of 1 to 63 printable ASCII characters, 253 in
 * all. Wider than hostnames, because DNS names may hold underscores and asterisks.
 */
export function isEncodableName(name: string): boolean {
  return (
    name.length <= 253 &&
    /^[!-~]+$/.test(name) &&
    name.split(".").every((label) => label.length >= 1 && label.length <= 63)
  );
}
