// npm start: prepares what is missing, then supervises app, worker, responder and Caddy.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compiledEdge } from "./compile.mjs";
import {
  assertNodeVersion,
  buildApp,
  buildWidget,
  compileEdge,
  compileServer,
  edgeVersion,
  generateClient,
  installPackages,
  root,
} from "./prepare.mjs";
import { createSteps } from "./steps.mjs";
import { ensureTool } from "./tools.mjs";

const steps = createSteps();
const endWith = (code) => () => process.exit(code);
const onInterrupt = endWith(130);
const onTerminate = endWith(143);
process.on("SIGINT", onInterrupt);
process.on("SIGTERM", onTerminate);

try {
  assertNodeVersion();
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  steps.title("Latchkey");
  const caddyBin = await makeReady();
  const { main } = await import(`../${compiledEdge}/lib/runtime/supervisor/main.js`);
  // From here on the supervisor stops everything in order.
  process.off("SIGINT", onInterrupt);
  process.off("SIGTERM", onTerminate);
  await main({ environment: process.env, caddyBin, version: edgeVersion() });
} catch (error) {
  steps.failure(error);
  process.exit(1);
}

/** Beside Next's build, which waits for one thread most of the time. */
async function compileAll() {
  await buildWidget(steps);
  await compileServer(steps);
  await compileEdge(steps);
}

async function makeReady() {
  const isWorkerAlone = process.env.ROLE === "worker";
  const caddy =
    isWorkerAlone || ["0", "false"].includes(process.env.EDGE_ENABLED)
      ? null
      : ensureTool("caddy", { purpose: "start", steps });
  const app = (async () => {
    await installPackages(steps);
    await generateClient(steps);
    await Promise.all([isWorkerAlone ? null : buildApp(steps), compileAll()]);
  })();
  // Wait for both: if one fails, the other must not go on in the background.
  const [edge, prepared] = await Promise.allSettled([caddy, app]);
  if (prepared.status === "rejected") throw prepared.reason;
  if (edge.status === "rejected") throw edge.reason;
  return edge.value?.bin ?? null;
}
