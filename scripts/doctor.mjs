// npm run doctor -- <hostname>: says in a terminal why a hostname is stuck. Needs nothing to be configured or running.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { assertNodeVersion, generateClient, installPackages, root } from "./prepare.mjs";
import { createSteps } from "./steps.mjs";

const steps = createSteps({ out: process.stderr });

try {
  assertNodeVersion();
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  await installPackages(steps, { withDevelopment: process.env.NODE_ENV !== "production" });
  await generateClient(steps);
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: join(root, "tsconfig.json") });
  const { main } = await import("../lib/doctor.ts");
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  steps.failure(error);
  process.exitCode = 1;
}
