// npm run edge: responder and Caddy of an installation whose app runs elsewhere. Needs no build of the app.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compiledEdge } from "./compile.mjs";
import { assertNodeVersion, edgeVersion, root } from "./prepare.mjs";
import { prepareEdge } from "./prepare-edge.mjs";
import { createSteps } from "./steps.mjs";

const steps = createSteps({ onlyWork: true });
const endWith = (code) => () => process.exit(code);
const onInterrupt = endWith(130);
const onTerminate = endWith(143);
process.on("SIGINT", onInterrupt);
process.on("SIGTERM", onTerminate);

try {
  assertNodeVersion();
  process.chdir(root);
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  const caddy = await prepareEdge(steps);
  const { main } = await import(`../${compiledEdge}/lib/runtime/supervisor/edge-main.js`);
  // From here on the supervisor stops everything in order.
  process.off("SIGINT", onInterrupt);
  process.off("SIGTERM", onTerminate);
  await main({ environment: process.env, caddyBin: caddy.bin, version: edgeVersion() });
} catch (error) {
  steps.failure(error);
  process.exit(1);
}
