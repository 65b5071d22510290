import { afterAll, beforeAll, expect, it } from "vitest";
import { azure_dns } from "@/lib/dns/adapters/azure-dns";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { startAzureDns } from "./azure-dns/server";
import { hasReferees, runLexicon } from "./referee";
import type { StandIn } from "./stand-in";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startAzureDns();
});
afterAll(() => standIn.close());

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  const options = {
    auth_tenant_id: String(standIn.credential.tenant_id),
    auth_client_id: String(standIn.credential.client_id),
    auth_client_secret: String(standIn.credential.client_secret),
    auth_subscription_id: String(standIn.credential.subscription_id),
    resource_group: String(standIn.credential.resource_group),
  };
  const { steps } = await runLexicon({
    provider: "azure",
    host: ["login.microsoftonline.com", "management.azure.com"],
    options,
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});

// Azure lists whole zones, 100 sets a page; by then this one has 300.
describeAdapter({ adapter: azure_dns, startServer: startAzureDns, mostCalls: 6 });
