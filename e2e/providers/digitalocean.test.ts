import { afterAll, beforeAll, expect, it } from "vitest";
import { startDigitalocean } from "./digitalocean/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startDigitalocean();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
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
