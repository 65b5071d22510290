import { expect, it } from "vitest";
import { disagreementClasses } from "@/e2e/dns-differential/disagreements";
import { reportOf } from "@/e2e/dns-differential/report";
import { runWorlds } from "@/e2e/dns-differential/run-worlds";
import { timeLimit } from "@/scripts/time-limit.mjs";

// DNS_SEED=42 DNS_WORLDS=1 npm test -- unit e2e/dns-differential/dns-differential.test.ts
const firstSeed = Number(process.env.DNS_SEED ?? 1);
const count = Number(process.env.DNS_WORLDS ?? 300);

it(
  "concludes what a validating resolver's client does, but for the listed classes",
  async () => {
    const { unexplained, met, text, zones } = reportOf(await runWorlds(firstSeed, count));
    console.log(`${count} registered domains, ${zones} zones\n${text}`);
    expect(unexplained).toEqual([]);
    if (count < 300) return;
    expect(disagreementClasses.filter((one) => !met.has(one)).map(({ name }) => name)).toEqual([]);
  },
  timeLimit(180_000),
);
