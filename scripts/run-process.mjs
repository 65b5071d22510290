// What the supervisor starts: node scripts/run-process.mjs app|worker|responder. Everything is compiled already.
import { compiledEdge, compiledServer } from "./prepare.mjs";

const modules = {
  app: `${compiledServer}/server.js`,
  worker: `${compiledServer}/lib/runtime/worker-main.js`,
  responder: `${compiledEdge}/lib/edge/responder/main.js`,
};

const { main } = await import(`../${modules[process.argv[2]]}`);
await main();
