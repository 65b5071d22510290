// npm run audit, and a stage of npm test: known vulnerabilities of what runs in production. Without an answer of the
// registry nothing fails, and the output says that nothing was assessed.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readAudit } from "./audit-report.mjs";
import { root } from "./prepare.mjs";

const options = ["--omit=dev", "--json", "--fetch-retries=0", "--fetch-timeout=30000"];
const { stdout = "" } = spawnSync("npm", ["audit", ...options], { cwd: root, encoding: "utf8", timeout: 60_000 });
const report = readAudit(stdout);
mkdirSync(join(root, ".artifacts"), { recursive: true });
writeFileSync(join(root, ".artifacts/audit.json"), JSON.stringify(report));
console.log(report.text);
process.exitCode = report.isSevere ? 1 : 0;
