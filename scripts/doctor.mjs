// npm run doctor -- <hostname>: prints why a hostname is stuck. Needs no configuration and nothing running.
// npm run doctor -- edge: checks the edge of this machine.
import { runMain } from "./run-main.mjs";
import { findTool } from "./tools.mjs";

if (process.argv[2] === "edge" && !process.argv.includes("--caddy")) {
  const caddy = findTool("caddy", { purpose: "start" });
  if (caddy) process.argv.push("--caddy", caddy.bin);
}

await runMain("doctor");
