import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { type Latchkey, startLatchkey } from "@/e2e/support/latchkey";
import { markdownTable } from "@/e2e/support/markdown-table";
import { signIn } from "@/e2e/support/sign-in";
import { getToolPath } from "@/e2e/support/tool-path";
import { type Counts, createPerson, human, type Person } from "@/e2e/tasks/person";
import type { Task } from "@/e2e/tasks/task";
import { tasks } from "@/e2e/tasks/tasks";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { buildApp, compileEdge, compileServer, generateClient } from "@/scripts/prepare.mjs";
import { createSteps } from "@/scripts/steps.mjs";
import { ensureTools } from "@/scripts/tools.mjs";

/**
 * `npm run tasks`: does the five tasks at the human pace and prints a table. `-- --write` writes it to docs/tasks.md,
 * `-- support` does those of one person.
 */
const path = fileURLToPath(new URL("../../docs/tasks.md", import.meta.url));
const isWriting = process.argv.includes("--write");
const [who = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
/** Only ends what hangs. */
const limitMs = 120_000;
const tableMark = "<!-- npm run tasks -- --write -->";

const steps = createSteps({ onlyWork: true });
await ensureTools(["caddy", "chromium"], { steps });
await generateClient(steps);
await compileServer(steps);
await compileEdge(steps);
await buildApp(steps);

const sandbox = await startLatchkey({ mode: "sandbox" });
const browser = await chromium.launch({
  executablePath: getToolPath("chromium"),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
try {
  const rows = [["person", "task", "clicks", "keys", "seconds", "on the way"]];
  for (const task of tasks.filter(({ person }) => person.includes(who))) {
    try {
      const row = rowOf(task, await countTask(browser, sandbox, task));
      console.log(row.join(" | "));
      rows.push(row);
    } catch (error) {
      console.error(`${task.person}: cannot be done:`, error);
      process.exitCode = 1;
    }
  }
  if (isWriting && process.exitCode === undefined) {
    const [before = ""] = readFileSync(path, "utf8").split(tableMark);
    writeFileSync(path, `${before}${tableMark}\n\n${markdownTable(rows)}`);
  }
} finally {
  await browser.close();
  await sandbox.stop();
}

async function countTask(browser: Browser, sandbox: Latchkey, task: Task): Promise<Counts> {
  const { viewport, as } = task;
  const context = await browser.newContext({ baseURL: sandbox.url, viewport, reducedMotion: "reduce" });
  if (as) await signIn(context.request, demoPeople[as], sandbox.url);
  context.setDefaultTimeout(limitMs);
  const page = await context.newPage();
  let person: Person | null = null;
  const runId = Math.random().toString(36).slice(2, 8);
  const start = async () => {
    person = createPerson(page, human);
    return person;
  };
  try {
    await task.work({ sandbox, runId, start });
  } catch (error) {
    await page.screenshot({ path: `.artifacts/task-${task.person.replaceAll(" ", "-")}.png` });
    throw error;
  }
  await context.close();
  if (person === null) throw new Error(`nobody began: ${task.goal}`);
  return (person as Person).counts();
}

function rowOf({ person, goal }: Task, { clicks, keys, moments }: Counts): string[] {
  const total = moments.at(-1)?.seconds ?? 0;
  const way = moments.slice(0, -1).map(({ moment, seconds }) => `${moment} ${seconds.toFixed(1)} s`);
  return [person, goal, String(clicks), String(keys), total.toFixed(1), way.join(", ")];
}
