import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { webhookEventTexts } from "@/lib/platform/events/catalog";

const path = new URL("../../../docs/webhooks.md", import.meta.url);

// `npx vitest run --project unit lib/platform/events -u` writes the table.
it("docs/webhooks.md lists each event that webhooks carry, as the catalog describes it", async () => {
  const rows = [
    ["type", "when"],
    ...Object.entries(webhookEventTexts).map(([type, text]) => [`\`${type}\``, text]),
  ] as [string, string][];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [header = ["", ""], ...body] = rows;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const table = [line(header), rule, ...body.map(line)].join("\n");
  const documented = readFileSync(path, "utf8").replace(/^\| type[^\n]*\n(\|[^\n]*\n)+/m, `${table}\n`);
  await expect(documented).toMatchFileSnapshot(path.pathname);
});
