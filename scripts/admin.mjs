// npm run admin -- …: the operator's commands, without the browser.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { assertNodeVersion, generateClient, installPackages, root } from "./prepare.mjs";
import { createSteps } from "./steps.mjs";

// What it prepares is told on the error stream: a command's output may be read by a program.
const steps = createSteps({ out: process.stderr });

try {
  assertNodeVersion();
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  await installPackages(steps, { withDevelopment: process.env.NODE_ENV !== "production" });
  await generateClient(steps);
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: join(root, "tsconfig.json") });
  const { main } = await import("../lib/admin.ts");
  await main(process.argv.slice(2));
} catch (error) {
  steps.failure(error);
  process.exitCode = 1;
}
