import { afterAll, beforeAll, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { hetzner } from "@/lib/dns/adapters/hetzner";
import { startHetzner } from "./hetzner/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startHetzner();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  const options = { auth_token: String(standIn.credential.token) };
  const { steps } = await runLexicon({
    provider: "hetzner",
    host: "api.hetzner.cloud",
    options,
    standIn,
    finalDot: "always",
  });
  expect(steps).toContain("CNAME deleted");
});

describeAdapter({ adapter: hetzner, startServer: startHetzner });
