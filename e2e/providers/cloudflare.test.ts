import { afterAll, beforeAll, expect, it } from "vitest";
import { startCloudflare } from "./cloudflare/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startCloudflare();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  const options = { auth_token: String(standIn.credential.api_token) };
  const { steps } = await runLexicon({ provider: "cloudflare", host: "api.cloudflare.com", options, standIn });
  expect(steps).toContain("CNAME deleted");
});
