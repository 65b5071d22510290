import { secondUnseenCases } from "@/e2e/failure-zoo/second-unseen-cases";
import { zoo } from "@/e2e/failure-zoo/zoo";
import { startServers } from "@/e2e/failure-zoo/start-servers";
const sites = [...zoo, ...secondUnseenCases].flatMap((c) => [true, false].map((b) => ({ setting: b ? c.broken : c.fixed, zone: `${c.name}${b ? "" : "-fixed"}.home.arpa`, token: "cd-verify-AAAABBBBCCCCDDDDEEEEFFFF" })));
const servers = await startServers(sites, 53);
console.log("ready", servers.port, servers.resolver.port);
process.on("SIGTERM", () => servers.stop().then(() => process.exit(0)));
setInterval(() => {}, 1000);
