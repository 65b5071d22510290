import { beforeEach, expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { applyEmailRecords } from "@/lib/connections/email/apply-email-records";
import { generateEmailRecords } from "@/lib/connections/email/generate-email-records";
import { applyEmailRecordsSchema } from "@/lib/connections/email/schema";
import { isRefusal, type Refusal } from "@/lib/kernel/errors";
import { createFakeProvider, type FakeProvider, storeTestCredential } from "@/lib/runtime/testing/fake-provider";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const zone = "acme.test";
const nameservers: [string, string] = ["ns1.digitalocean.com", "ns2.digitalocean.com"];
let fake: FakeProvider;
let id = "";
const { world, tenant, other } = setUpWorld({
  ports: () => ({ zoneWriters: { open: (input) => fake.zoneWriters.open(input) } }),
});

beforeEach(async () => {
  fake = createFakeProvider(() => world, zone, nameservers);
  world.delegate(zone, nameservers);
  const { applicationId, ctx } = tenant;
  id = (await createConnection(ctx, { applicationId, hostname: `shop.${zone}`, setupType: "manual" })).id;
  await storeTestCredential(tenant, zone);
});

const apply = (input: Partial<Parameters<typeof applyEmailRecordsSchema.parse>[0] & object> = {}) =>
  applyEmailRecords(tenant.ctx, applyEmailRecordsSchema.parse({ id, provider: "fastmail", ...input }));

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isRefusal(error)) throw new Error("it was not refused", { cause: error });
  return error;
}

const mx = ["10 in1-smtp.messagingengine.com", "20 in2-smtp.messagingengine.com"];

it("writes everything but SPF, and nothing the second time", async () => {
  const { added, removed, report } = await apply();
  expect(added).toHaveLength(6);
  expect(removed).toEqual([]);
  expect(fake.valuesOf(zone, "MX")).toEqual(mx);
  expect(fake.valuesOf(`_dmarc.${zone}`, "TXT")).toEqual(["v=DMARC1; p=none"]);
  expect(fake.valuesOf(`fm2._domainkey.${zone}`, "CNAME")).toEqual([`fm2.${zone}.dkim.fmhosted.com`]);
  expect(fake.valuesOf(zone, "TXT")).toEqual([]);
  expect(report.manualRecords).toMatchObject([{ before: [], after: "v=spf1 include:spf.messagingengine.com ~all" }]);
  const writes = fake.calls.apply;
  expect(await apply()).toMatchObject({ added: [], removed: [] });
  expect(fake.calls.apply).toBe(writes);
});

it("leaves MX records of others until somebody consents, and then replaces them alone", async () => {
  fake.put(zone, "MX", ["10 mail.old.test"]);
  fake.put(zone, "TXT", ["v=spf1 mx -all", "note=hello"]);
  const first = await apply();
  expect(fake.valuesOf(zone, "MX")).toEqual(["10 mail.old.test"]);
  expect(first.added.map(({ type }) => type)).not.toContain("MX");
  const second = await apply({ replaceMx: true });
  expect(fake.valuesOf(zone, "MX")).toEqual(mx);
  expect(second).toMatchObject({ removed: [{ host: zone, type: "MX", value: "10 mail.old.test" }] });
  expect(fake.valuesOf(zone, "TXT")).toEqual(["v=spf1 mx -all", "note=hello"]);
});

it.each(["v=DMARC1; p=reject; pct=10", "v=DMARC1; p=none"])(
  "never changes a DMARC record that is there: %s",
  async (text) => {
    fake.put(`_dmarc.${zone}`, "TXT", [text]);
    await apply({ parameters: { dmarcRua: "reports@acme.test" } });
    expect(fake.valuesOf(`_dmarc.${zone}`, "TXT")).toEqual([text]);
  },
);

it("writes nothing where the zone holds what its nameservers do not publish yet", async () => {
  fake.hide();
  fake.put(`_dmarc.${zone}`, "TXT", ["v=DMARC1; p=reject"]);
  const refused = await refusalOf(apply());
  expect(refused).toMatchObject({ code: "invalid_state", details: { reason: "zone_changed" } });
  expect(fake.calls.apply).toBe(0);
});

it("refuses without a credential, for another domain, and for another tenant's connection", async () => {
  const { applicationId, ctx } = tenant;
  const elsewhere = await createConnection(ctx, { applicationId, hostname: "shop.elsewhere.test" });
  expect(await refusalOf(apply({ id: elsewhere.id }))).toMatchObject({ code: "invalid_state" });
  expect(await refusalOf(apply({ domain: "elsewhere.test" }))).toMatchObject({ code: "invalid", param: "domain" });
  const theirs = applyEmailRecords(other.ctx, applyEmailRecordsSchema.parse({ id, provider: "fastmail" }));
  expect(await refusalOf(theirs)).toMatchObject({ code: "not_found" });
  expect(fake.calls.apply).toBe(0);
});

it("names the parameter that is wrong, and the credential that can write", async () => {
  const { applicationId, ctx } = tenant;
  const wrong = generateEmailRecords(ctx, {
    domain: zone,
    provider: "microsoft_365",
    parameters: { mxValue: "not a name" },
  });
  expect(await refusalOf(wrong)).toMatchObject({ code: "invalid", param: "parameters.mx_value" });
  const input = { domain: zone, provider: "microsoft_365", parameters: {} } as const;
  expect((await generateEmailRecords(ctx, input)).credential).toBeNull();
  const report = await generateEmailRecords(ctx, { ...input, applicationId });
  expect(report.credential).toMatchObject({ label: "Zone of Acme" });
  expect(report.records.filter(({ parameter }) => parameter === "mx_value")).toMatchObject([{ status: "needs_value" }]);
});
