import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { dnsimple } from "@/lib/dns/adapters/dnsimple";
import { startDnsimple } from "./dnsimple/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: dnsimple,
  startServer: startDnsimple,
  texts: [
    "v=spf1 include:_spf.example.net -all",
    `v=DKIM1; k=rsa; p=${"MIIBIjANBgkqhkiG".repeat(24)}`,
    'say "yes"',
    "back\\slash",
  ],
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startDnsimple>[0] = {}) {
  standIn = await startDnsimple(options);
  return writers.open(dnsimple, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startDnsimple();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "dnsimple",
    host: "api.dnsimple.com",
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});
