import { afterAll, beforeAll, expect, it } from "vitest";
import { startGodaddy } from "./godaddy/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startGodaddy();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  const options = { auth_key: "standInKey0000000_standInKey", auth_secret: "standInSecret000000" };
  const { steps } = await runLexicon({ provider: "godaddy", host: "api.godaddy.com", options, standIn });
  expect(steps).toContain("CNAME deleted");
});
