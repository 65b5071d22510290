// npm run doctor -- <hostname>: says in a terminal why a hostname is stuck. Needs nothing to be configured or running.
import { runMain } from "./run-main.mjs";

await runMain("doctor");
