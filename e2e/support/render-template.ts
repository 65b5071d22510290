import { readFileSync, writeFileSync } from "node:fs";

/**
 * Writes a file of `deploy/` with the values of one machine in place of `${NAME}`, as an operator fills it in.
 * @throws Error for a name without a value
 */
export function renderTemplate(from: string, to: string, values: Readonly<Record<string, string | number>>): void {
  const text = readFileSync(from, "utf8").replace(/\$\{([A-Z0-9_]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${from}: no value for ${name}`);
    return String(value);
  });
  writeFileSync(to, text, { mode: 0o600 });
}
