/**
 * What `npm audit --json` printed.
 * @param {string} output
 * @returns {{ isAssessed: boolean, isSevere: boolean, text: string }}
 */
export function readAudit(output) {
  const audit = parse(output);
  if (!audit?.metadata?.vulnerabilities || !audit.vulnerabilities) {
    const cause = audit?.message ?? audit?.error?.summary ?? "no answer";
    const text = `Not assessed: this registry did not answer npm audit (${cause}). Run it against one that does.`;
    return { isAssessed: false, isSevere: false, text };
  }
  const found = Object.values(audit.vulnerabilities);
  const severe = found.filter(({ severity }) => severity === "high" || severity === "critical");
  const lines = severe.map(({ name, severity, range }) => `  ${severity}: ${name} ${range}`);
  const text = [
    `${found.length} packages with known vulnerabilities, ${severe.length} of them high or critical.`,
    ...lines,
  ];
  return { isAssessed: true, isSevere: severe.length > 0, text: text.join("\n") };
}

function parse(output) {
  try {
    return JSON.parse(output);
  } catch {
    return null;
  }
}
