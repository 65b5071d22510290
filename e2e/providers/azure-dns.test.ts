import { afterAll, afterEach, expect, it } from "vitest";
import { azure_dns } from "@/lib/dns/adapters/azure-dns";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { startAzureDns } from "./azure-dns/server";
import { createWriters } from "./open-writer";
import { hasReferees, runLexicon } from "./referee";
import { findSet, rowsOf } from "./set-model";
import type { StandIn } from "./stand-in";

// Azure lists whole zones, 100 sets a page; by then this one has 300.
describeAdapter({ adapter: azure_dns, startServer: startAzureDns, mostCalls: 6 });

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

const zone = { id: "example.com", name: "example.com", nameservers: null };
const text = { name: "shop.example.com", type: "TXT" as const, ttl: 300 };

async function open(options: Parameters<typeof startAzureDns>[0] = {}, changed: Record<string, string> = {}) {
  standIn = await startAzureDns(options);
  return writers.open(azure_dns, { ...standIn, credential: { ...standIn.credential, ...changed } });
}

it.skipIf(!hasReferees())("dns-lexicon works against the stand-in", async () => {
  standIn = await startAzureDns();
  const { tenant_id, client_id, client_secret, subscription_id, resource_group } = standIn.credential;
  const { steps } = await runLexicon({
    provider: "azure",
    host: ["login.microsoftonline.com", "management.azure.com"],
    options: {
      auth_tenant_id: String(tenant_id),
      auth_client_id: String(client_id),
      auth_client_secret: String(client_secret),
      auth_subscription_id: String(subscription_id),
      resource_group: String(resource_group),
    },
    standIn,
  });
  expect(steps).toContain("CNAME deleted");
});

it("metadata and the strings of other values stay, and a change in between is seen by the ETag", async () => {
  const writer = await open();
  const extra = { metadata: { owner: "somebody" }, strings: ["in two", " strings"] };
  standIn.zone.put({ ...text, value: "in two strings", extra });
  standIn.onRequest(({ method }) => {
    if (method !== "PUT") return;
    standIn.onRequest(null);
    standIn.zone.put({ ...text, value: "theirs" });
  });
  await writer.apply(zone, [{ ...text, add: ["ours"], remove: [] }]);
  expect(findSet(standIn.zone, text.name, "TXT")?.values).toEqual(["in two strings", "ours", "theirs"]);
  expect(rowsOf(standIn.zone, text.name, "TXT")[0]?.extra.metadata).toEqual({ owner: "somebody" });
  const [lost, won] = standIn.requests.filter(({ method }) => method === "PUT");
  expect(lost?.headers["if-match"]).not.toBe(won?.headers["if-match"]);
  expect(won?.json).toMatchObject({ properties: { TXTRecords: [{ value: ["in two", " strings"] }, {}, {}] } });
});

it("long texts are sent as strings of at most 255 octets", async () => {
  const writer = await open();
  const long = "ü".repeat(300);
  await writer.apply(zone, [{ ...text, add: [long], remove: [] }]);
  expect(await writer.readSets(zone, [text.name])).toMatchObject([{ values: [long] }]);
});

it("an alias is read, and never changed", async () => {
  const writer = await open();
  const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/ip";
  standIn.zone.put({ name: "example.com", type: "A", value: "x", extra: { targetResource: { id } } });
  const refusal = writer.apply(zone, [{ name: "example.com", type: "A", ttl: 300, add: ["192.0.2.1"], remove: [] }]);
  await expect(refusal).rejects.toMatchObject({ code: "conflict_existing" });
  expect(await writer.readSets(zone, ["example.com"])).toMatchObject([{ values: [id] }]);
});

it("roles, locks, groups, tenants and secrets that are wrong are distinguished", async () => {
  const change = [{ ...text, add: ["x"], remove: [] }];
  const unauthorized = await open({ role: "none" });
  await expect(unauthorized.listZones()).rejects.toMatchObject({
    code: "permission_missing",
    said: expect.stringContaining("does not have authorization to perform action"),
  });
  const locked = await open({ locked: true });
  await expect(locked.apply(zone, change)).rejects.toMatchObject({ code: "zone_read_only", status: 409 });
  const elsewhere = await open({}, { resource_group: "other" });
  await expect(elsewhere.findZone("www.example.com")).rejects.toMatchObject({ code: "zone_not_here" });
  const tenant = await open({}, { tenant_id: "44444444-4444-4444-8444-444444444444" });
  await expect(tenant.listZones()).rejects.toMatchObject({
    code: "credential_invalid",
    said: expect.stringContaining("AADSTS90002"),
  });
  const secret = await open({}, { client_secret: "aSecretThatIsWrong" });
  const error = await secret.listZones().catch((error) => error);
  expect(error).toMatchObject({ code: "credential_invalid", said: expect.stringContaining("AADSTS7000215") });
  expect(error.message).not.toContain("aSecretThatIsWrong");
});
