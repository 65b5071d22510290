import { measureAnswers } from "@/bench/edge/measure-answers";
import { measureCaddy } from "@/bench/edge/measure-caddy";
import { measureFeed } from "@/bench/edge/measure-feed";
import { measureRecovery } from "@/bench/edge/measure-recovery";
import { measureUnderLoad } from "@/bench/edge/measure-under-load";
import { compileResponder } from "@/bench/edge/start-responder";
import { type BenchRow, report } from "@/bench/report";

// What the edge costs and how fast it is, with a baseline in the same run. BENCH_PARTS picks some of the parts.
const hosts = Number(process.env.BENCH_HOSTS ?? 1_000_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
const parts = {
  answers: () => measureAnswers(hosts, seconds),
  "under-load": () => measureUnderLoad(hosts, Number(process.env.BENCH_CONNECTIONS ?? 100_000), seconds * 2),
  caddy: () => measureCaddy(hosts, seconds),
  feed: () => measureFeed(Number(process.env.BENCH_CHANGES ?? 200)),
  recovery: () => measureRecovery(Number(process.env.BENCH_KILLS ?? 3)),
};

await compileResponder();
const rows: BenchRow[] = [];
const chosen = process.env.BENCH_PARTS?.split(",") ?? Object.keys(parts);
for (const [name, measure] of Object.entries(parts)) {
  if (!chosen.includes(name)) continue;
  console.log(`\n${name}`);
  rows.push(...(await measure()));
}
report(rows);
