import { existsSync } from "node:fs";
import { join } from "node:path";
import { compiledServer } from "./compile.mjs";
import {
  assertNodeVersion,
  buildApp,
  buildWidget,
  compileServer,
  generateClient,
  installPackages,
  root,
} from "./prepare.mjs";
import { createSteps } from "./steps.mjs";

/** What the app, the worker and the operator's commands need. Writes nothing where all of it is up to date. */
export async function prepareServer(steps, { withApp = false } = {}) {
  await installPackages(steps);
  await generateClient(steps);
  if (withApp) await buildApp(steps);
  await buildWidget(steps);
  await compileServer(steps);
}

/** Prepares what is missing, then runs the `main` of lib/runtime/<name>.ts with this process's arguments. */
export async function runMain(name) {
  await runPrepared(`lib/runtime/${name}.js`);
}

/**
 * Prepares what is missing, then runs the `main` of a compiled file. Progress goes to stderr: a program may read the
 * command's output.
 */
export async function runPrepared(file, { withApp = false } = {}) {
  const steps = createSteps({ out: process.stderr, onlyWork: true });
  try {
    assertNodeVersion();
    if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
    await prepareServer(steps, { withApp });
    // What it writes is for this user only.
    process.umask(0o077);
    const { main } = await import(`../${compiledServer}/${file}`);
    const exitCode = await main(process.argv.slice(2));
    if (exitCode !== undefined) process.exitCode = exitCode;
  } catch (error) {
    steps.failure(error);
    process.exitCode = 1;
  }
}
