import { afterAll, beforeAll, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { google_cloud_dns } from "@/lib/dns/adapters/google-cloud-dns";
import { startGoogleCloudDns } from "./google-cloud-dns/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startGoogleCloudDns();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  const options = {
    auth_service_account_info: `base64::${Buffer.from(String(standIn.credential.service_account)).toString("base64")}`,
  };
  const { steps } = await runLexicon({
    provider: "googleclouddns",
    host: ["www.googleapis.com", "content.googleapis.com"],
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});

describeAdapter({ adapter: google_cloud_dns, startServer: startGoogleCloudDns });
