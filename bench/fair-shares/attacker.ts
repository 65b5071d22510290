import { type Attacker, attacks } from "@/bench/fair-shares/attacks";
import type { World } from "@/bench/fair-shares/names";

// One attack as a process of its own, so that it does not slow down the process that measures.
const [name = "", json = ""] = process.argv.slice(2);
const attack = attacks[name];
if (attack === undefined) throw new Error(`there is no attack ${name}`);
const ending = new AbortController();
const attacker: Attacker = { world: JSON.parse(json) as World, signal: ending.signal, statuses: new Map(), ids: [] };
process.on("disconnect", () => process.exit(0));

await attack.prepare?.(attacker);
attacker.statuses.clear();
process.send?.("ready");
await new Promise((resolve) => process.once("message", resolve));
process.once("message", () => ending.abort());
await attack.run(attacker);
const figure = (await attack.report?.(attacker)) ?? "";
const answers = [...attacker.statuses].map(([status, count]) => `${count} × ${status === 0 ? "no answer" : status}`);
process.send?.([...answers, ...(figure === "" ? [] : [figure])].join(", "), () => process.exit(0));
