import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runZoo } from "@/e2e/failure-zoo/run-zoo";
import { zoo } from "@/e2e/failure-zoo/zoo";
import { figuresOf, percent, tableMark, tableOf } from "@/e2e/failure-zoo/zoo-report";

/**
 * `npm run zoo`: runs the zoo and prints its table. `-- --write` writes it to docs/failure-zoo.md; `-- cname` runs the
 * cases whose names contain that word.
 */
const path = fileURLToPath(new URL("../../docs/failure-zoo.md", import.meta.url));

const isWriting = process.argv.includes("--write");
const [word = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const startedAtMs = performance.now();
const results = await runZoo(isWriting ? zoo : zoo.filter(({ name }) => name.includes(word)));
const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
const { cases: count, recall, unexpected, fixedZones, falseAlarms, slowestMs } = figuresOf(results);
const text = `${count} broken zones and ${fixedZones} different fixed ones, diagnosed in ${seconds} s. Recall of blocking causes: ${percent(recall)}. Broken zones with an unexpected finding: ${percent(unexpected)}. Fixed zones with a false alarm: ${percent(falseAlarms)}. The slowest diagnosis took ${slowestMs} ms.

${tableOf(results)}
`;
process.stdout.write(text);
if (isWriting) {
  const [before = ""] = readFileSync(path, "utf8").split(tableMark);
  writeFileSync(path, `${before}${tableMark}\n\n${text}`);
}
