// npm run doctor -- <hostname>: prints why a hostname is stuck. Needs no configuration and nothing running.
import { runMain } from "./run-main.mjs";

await runMain("doctor");
