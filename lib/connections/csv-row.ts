/** A spreadsheet would run it as a formula. */
const formula = /^[=+\-@\t\r]/;

/** A line of a CSV file (RFC 4180). A value that a spreadsheet would calculate gets an apostrophe in front. */
export function csvRow(values: readonly (string | null)[]): string {
  return `${values.map((value) => field(value ?? "")).join(",")}\r\n`;
}

function field(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
