import { afterAll, beforeAll, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { godaddy } from "@/lib/dns/adapters/godaddy";
import { keyCredential, startGodaddy } from "./godaddy/server";
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

describeAdapter({ adapter: godaddy, startServer: startGodaddy });

// Keys go with an API that has no CAA records, and replaces every SRV record of a name.
const types = godaddy.facts.types.filter((type) => type !== "CAA" && type !== "SRV");
describeAdapter({
  adapter: { ...godaddy, facts: { ...godaddy.facts, types } },
  startServer: async () => ({ ...(await startGodaddy()), credential: keyCredential }),
  checksWrites: false,
});
