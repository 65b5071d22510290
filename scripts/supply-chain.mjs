// npm run supply-chain: writes the SBOM (sbom.cdx.json), and the tables of docs/dependencies.md. It asks the
// registry for what it does not know yet: the dates of new versions. `-- --offline` asks nothing.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { directDependencies, licenceProblems, readLock } from "./dependencies.mjs";
import { readRows, writeRows } from "./dependency-table.mjs";
import { root } from "./prepare.mjs";

const run = promisify(execFile);
const documentPath = join(root, "docs/dependencies.md");
const concurrency = 4;
const isOffline = process.argv.includes("--offline");

const lock = readLock(root);
writeFileSync(join(root, "sbom.cdx.json"), `${JSON.stringify(await createSbom(), null, 2)}\n`);
console.log("sbom.cdx.json is written.");
await writeTables();
const problems = licenceProblems(lock);
for (const problem of problems) console.error(`licence not allowed: ${problem}`);
if (problems.length > 0) process.exitCode = 1;

/** npm writes CycloneDX 1.5 and the folder's name. Every document of 1.5 is one of 1.6. */
async function createSbom() {
  const options = ["--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application"];
  const { stdout } = await run("npm", ["sbom", ...options], { cwd: root, maxBuffer: 64 * 1_024 * 1_024 });
  const sbom = JSON.parse(stdout);
  sbom.$schema = "http://cyclonedx.org/schema/bom-1.6.schema.json";
  sbom.specVersion = "1.6";
  sbom.metadata.component.name = lock[""].name;
  return sbom;
}

async function writeTables() {
  const dependencies = directDependencies(lock);
  const text = readFileSync(documentPath, "utf8");
  const before = readRows(text);
  const rows = new Map(
    dependencies.map(({ name, version }) => {
      const { why = "", released = "", ...row } = before.get(name) ?? {};
      return [name, { why, released: row.version === version ? released : "", source: sourceOf(name) }];
    }),
  );
  const waiting = isOffline ? [] : dependencies.filter(({ name }) => rows.get(name)?.released === "");
  const askInTurn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const released = await askRegistry(next);
      rows.set(next.name, { ...rows.get(next.name), released: released ?? "" });
      if (!released) console.log(`The registry does not say when ${next.name} ${next.version} was released.`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, askInTurn));
  writeFileSync(documentPath, writeRows(text, dependencies, rows));
  console.log("docs/dependencies.md is written.");
}

/** When the version in the lock file was released. null: the registry does not answer. */
async function askRegistry({ registryName, version }) {
  try {
    const options = { cwd: root, timeout: 60_000, maxBuffer: 64 * 1_024 * 1_024 };
    const { stdout } = await run("npm", ["view", `${registryName}@${version}`, "time", "--json"], options);
    return JSON.parse(stdout)[version]?.slice(0, 10) ?? null;
  } catch {
    return null;
  }
}

/** Where its source is kept, as the installed package says. */
function sourceOf(name) {
  const { repository = "" } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
  const url = typeof repository === "string" ? repository : repository.url;
  const [, path] = /^(?:github:|.*github\.com[/:])?([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url) ?? [];
  return path ? `[${path}](https://github.com/${path})` : url;
}
