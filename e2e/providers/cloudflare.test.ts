import { afterAll, afterEach, expect, it } from "vitest";
import { cloudflare } from "@/lib/dns/adapters/cloudflare";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { startCloudflare } from "./cloudflare/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: cloudflare,
  startServer: startCloudflare,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startCloudflare>[0] = {}) {
  standIn = await startCloudflare(options);
  return writers.open(cloudflare, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startCloudflare();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "cloudflare",
    host: "api.cloudflare.com",
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});
