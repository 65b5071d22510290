import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { digitalocean } from "@/lib/dns/adapters/digitalocean";
import { startDigitalocean } from "./digitalocean/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: digitalocean,
  startServer: startDigitalocean,
  // No backslashes in texts, and no other CAA value than a name.
  texts: ["v=spf1 include:_spf.example.net -all", `v=DKIM1; k=rsa; p=${"MIIBIjANBgkqhkiG".repeat(24)}`, 'say "yes"'],
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startDigitalocean>[0] = {}) {
  standIn = await startDigitalocean(options);
  return writers.open(digitalocean, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startDigitalocean();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "digitalocean",
    host: "api.digitalocean.com",
    options,
    standIn,
    finalDot: true,
  });
  expect(steps).toContain("CNAME deleted");
});
