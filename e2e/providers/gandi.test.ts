import { afterAll, beforeAll, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { gandi } from "@/lib/dns/adapters/gandi";
import { startGandi } from "./gandi/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startGandi();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  const options = { auth_token: String(standIn.credential.token), api_protocol: "rest" };
  const { steps } = await runLexicon({
    provider: "gandi",
    host: "api.gandi.net",
    options,
    standIn,
    finalDot: "always",
  });
  expect(steps).toContain("CNAME deleted");
});

describeAdapter({ adapter: gandi, startServer: startGandi, checksWrites: false });
