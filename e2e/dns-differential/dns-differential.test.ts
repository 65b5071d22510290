import { expect, it } from "vitest";
import { disagreementClasses } from "@/e2e/dns-differential/disagreements";
import { reportOf } from "@/e2e/dns-differential/report";
import { runWorlds } from "@/e2e/dns-differential/run-worlds";
import { createAddresses, dnsPort } from "@/e2e/dns-differential/start-worlds";
import { listenForDns } from "@/lib/dns/sandbox/dns-listener";
import { timeLimit } from "@/scripts/time-limit.mjs";

// DNS_SEED=42 DNS_WORLDS=1 npm test -- unit e2e/dns-differential/dns-differential.test.ts
const firstSeed = Number(process.env.DNS_SEED ?? 1);
const count = Number(process.env.DNS_WORLDS ?? 300);

/**
 * Resolvers follow referrals to port 53 alone: without the right to listen there, there is nothing to compare with. In CI that
 * is a failure.
 */
it.skipIf(!process.env.CI && !(await canListen(dnsPort)))(
  "concludes what a validating resolver's client does, but for the listed classes",
  async () => {
    const { unexplained, met, text, zones } = reportOf(await runWorlds(firstSeed, count));
    console.log(`${count} registered domains, ${zones} zones\n${text}`);
    expect(unexplained).toEqual([]);
    if (count < 300) return;
    const unmet = disagreementClasses.filter((one) => !one.byChance && !met.has(one));
    expect(unmet.map(({ name }) => name)).toEqual([]);
  },
  timeLimit(180_000),
);

async function canListen(port: number): Promise<boolean> {
  try {
    await (await listenForDns({ hosts: [createAddresses()(0)], port, onQuery: () => undefined })).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return false;
    throw error;
  }
}
