import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { vercel } from "@/lib/dns/adapters/vercel";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";
import { startVercel } from "./vercel/server";

describeAdapter({
  adapter: vercel,
  startServer: startVercel,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startVercel>[0] = {}) {
  standIn = await startVercel(options);
  return writers.open(vercel, standIn);
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startVercel();
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({
    provider: "vercel",
    host: "api.vercel.com",
    options,
    standIn,
    withoutUpdate: ["CNAME"],
  });
  expect(steps).toContain("CNAME deleted");
});
