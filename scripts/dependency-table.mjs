/** docs/dependencies.md: its tables are the record of why a dependency is here, and of what the registry said last. */

export const productionMark = "<!-- dependencies -->";
export const developmentMark = "<!-- devDependencies -->";
const endMark = "<!-- end -->";
const head = ["package", "version", "why it is here", "source", "licence", "released", "packages"];

/** @returns {Map<string, { version: string, why: string, source: string, licence: string, released: string, packages: string }>} */
export function readRows(text) {
  const tables = text.slice(text.indexOf(productionMark));
  const lines = tables.split("\n").filter((line) => line.startsWith("| `"));
  return new Map(
    lines.map((line) => {
      const [name = "", version, why, source, licence, released, packages] = line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim());
      return [name.replaceAll("`", ""), { version, why, source, licence, released, packages }];
    }),
  );
}

/** The text with both tables written anew. */
export function writeRows(text, dependencies, rows) {
  const table = (isDev) =>
    markdown(
      dependencies
        .filter((dependency) => dependency.isDev === isDev)
        .map(({ name, version, licence, packages }) => {
          const { why = "", source = "", released = "" } = rows.get(name) ?? {};
          return [`\`${name}\``, version, why, source, licence, released, String(packages)];
        }),
    );
  return replaceAfter(replaceAfter(text, productionMark, table(false)), developmentMark, table(true));
}

function replaceAfter(text, mark, table) {
  const start = text.indexOf(mark) + mark.length;
  const end = text.indexOf(endMark, start);
  return `${text.slice(0, start)}\n\n${table}\n${text.slice(end)}`;
}

function markdown(rows) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |\n`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("");
}
