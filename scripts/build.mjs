// npm run build -- app|edge: prepares what `npm run app` and `npm run worker`, or `npm run edge`, need, and starts nothing. For
// images: what was prepared may be read-only afterwards.
import { assertNodeVersion, root } from "./prepare.mjs";
import { prepareEdge } from "./prepare-edge.mjs";
import { prepareServer } from "./run-main.mjs";
import { createSteps } from "./steps.mjs";

const steps = createSteps();
const parts = { app: () => prepareServer(steps, { withApp: true }), edge: () => prepareEdge(steps) };

try {
  assertNodeVersion();
  process.chdir(root);
  const prepare = parts[process.argv[2]];
  if (!prepare) throw new Error("Name what to prepare: npm run build -- app, or npm run build -- edge.");
  await prepare();
} catch (error) {
  steps.failure(error);
  process.exitCode = 1;
}
