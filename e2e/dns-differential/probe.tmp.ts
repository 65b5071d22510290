import { runWorlds } from "@/e2e/dns-differential/run-worlds";
const [first, count] = process.argv.slice(2).map(Number);
const t = performance.now();
const all = await runWorlds(first, count);
console.log("seconds", (performance.now() - t) / 1000);
let agree = 0; const groups = new Map<string, string[]>();
for (const { world, comparisons } of all) for (const c of comparisons) {
  if (c.ours === c.theirs) { agree++; continue; }
  const key = `${c.question}: ours=${c.ours} theirs=${c.theirs}`.slice(0, 90);
  groups.set(key, [...(groups.get(key) ?? []), `${world.seed} ${world.kinds.join(", ")}`]);
}
console.log("agree", agree);
for (const [k, v] of [...groups].sort((a, b) => b[1].length - a[1].length)) { console.log(v.length, k); for (const line of v.slice(0, 4)) console.log("     ", line); }
process.exit(0);
