// What the supervisor starts: node scripts/run-process.mjs app|worker|responder. Everything is compiled already.
import module from "node:module";
import { compiledEdge, compiledServer } from "./compile.mjs";

// From Node 22 on: what was compiled once is not compiled at the next start.
module.enableCompileCache?.(".build/compile-cache");

const modules = {
  app: `${compiledServer}/server.js`,
  worker: `${compiledServer}/lib/runtime/worker-main.js`,
  responder: `${compiledEdge}/lib/edge/responder/main.js`,
};

const { main } = await import(`../${modules[process.argv[2]]}`);
await main();
