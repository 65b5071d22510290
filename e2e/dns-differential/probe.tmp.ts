import { reportOf } from "@/e2e/dns-differential/report";
import { runWorlds } from "@/e2e/dns-differential/run-worlds";
const [first = 1, count = 1] = process.argv.slice(2).map(Number);
const t = performance.now();
const report = reportOf(await runWorlds(first, count));
console.log("seconds", (performance.now() - t) / 1000, "zones", report.zones);
console.log(report.text);
for (const one of report.unexplained) console.log(JSON.stringify(one));
process.exit(0);
