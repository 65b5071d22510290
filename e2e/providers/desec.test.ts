import { afterAll, beforeAll, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { desec } from "@/lib/dns/adapters/desec";
import { startDesec } from "./desec/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startDesec();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  const options = { auth_token: String(standIn.credential.token) };
  const { steps } = await runLexicon({ provider: "desec", host: "desec.io", options, standIn, finalDot: "always" });
  expect(steps).toContain("CNAME deleted");
});

describeAdapter({ adapter: desec, startServer: startDesec, checksWrites: false });
