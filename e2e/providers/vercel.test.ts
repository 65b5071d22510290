import { afterAll, beforeAll, expect, it } from "vitest";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";
import { startVercel } from "./vercel/server";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startVercel();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
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
