// npm run worker: a worker alone, on PostgreSQL.
import { runPrepared } from "./run-main.mjs";

await runPrepared("lib/runtime/worker-main.js");
