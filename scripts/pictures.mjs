// npm run pictures [-- NAME …]: a picture of every page, or of the named ones, in every form, and the contact sheet.
import { spawn } from "node:child_process";
import { join } from "node:path";
import {
  assertNodeVersion,
  buildApp,
  buildWidget,
  compileEdge,
  compileServer,
  generateClient,
  installPackages,
  root,
} from "./prepare.mjs";
import { createSteps } from "./steps.mjs";
import { ensureTools } from "./tools.mjs";

const names = process.argv.slice(2);
const steps = createSteps();
assertNodeVersion();
steps.title("Preparing");
await installPackages(steps, { withDevelopment: true });
await generateClient(steps);
await ensureTools(["caddy", "chromium"], { purpose: "test", steps });
await buildApp(steps);
await buildWidget(steps);
await compileServer(steps);
await compileEdge(steps);

steps.title("Pictures");
const child = spawn(
  process.execPath,
  [join(root, "node_modules/@playwright/test/cli.js"), "test", "--config", "e2e/pictures/playwright.config.ts"],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...(names.length > 0 ? { PICTURES: names.join(",") } : {}) },
  },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
