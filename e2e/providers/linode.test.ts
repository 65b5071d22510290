import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { linode } from "@/lib/dns/adapters/linode";
import { startLinode } from "./linode/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: linode,
  startServer: startLinode,
  // No flags in CAA; SRV only directly below the domain, which has a test of its own.
  values: { CAA: ['0 issue "letsencrypt.org"', '0 issuewild ";"'], SRV: [] },
  foreignRecords: 510,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startLinode>[0] = {}) {
  standIn = await startLinode(options);
  return writers.open(linode, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startLinode();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "linode",
    host: "api.linode.com",
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});
