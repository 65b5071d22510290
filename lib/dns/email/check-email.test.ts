import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import {
  type EmailFindingCode,
  type EmailParameters,
  type EmailProviderKey,
  emailProviderKeys,
  emailProviders,
  findEmailProvider,
} from "@/lib/dns/email/catalog";
import { checkEmail, type EmailCheck } from "@/lib/dns/email/check-email";
import { emailRecords } from "@/lib/dns/email/email-records";
import { readEmailParameters } from "@/lib/dns/email/read-email-parameters";
import { type EmailZone, fakeEmailDns } from "@/lib/runtime/testing/email-dns";

const domain = "example.com";
const keyOf = (bits: number) =>
  generateKeyPairSync("rsa", { modulusLength: bits })
    .publicKey.export({ format: "der", type: "spki" })
    .toString("base64");
const key = `v=DKIM1; k=rsa; p=${keyOf(2048)}`;
const weak = `v=DKIM1; k=rsa; p=${keyOf(1024)}`;

const given: Record<EmailProviderKey, EmailParameters> = {
  google_workspace: { dkimValue: key },
  microsoft_365: {
    mxValue: "example-com.n-v1.mx.microsoft",
    dkimSelector1: "selector1-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft",
    dkimSelector2: "selector2-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft",
  },
  zoho: { region: "eu", dkimSelector: "zmail", dkimValue: key },
  fastmail: {},
  icloud: {},
  proton: { dkimId: "protonmail.domainkey.d4abcdefgh2345.domains.proton.ch." },
};

const world: EmailZone = {
  ...Object.fromEntries(
    [
      "_spf.google.com",
      "spf.protection.outlook.com",
      "zohomail.eu",
      "spf.messagingengine.com",
      "icloud.com",
      "_spf.protonmail.ch",
    ].map((name) => [name, { TXT: ["v=spf1 ip4:192.0.2.0/24 -all"] }]),
  ),
  "example-com.n-v1.mx.microsoft": { A: ["192.0.2.25"] },
};

async function check(provider: EmailProviderKey, zone: EmailZone, parameters = given[provider]): Promise<EmailCheck> {
  const read = readEmailParameters(findEmailProvider(provider), parameters);
  if (!read.ok) throw new Error(`${read.name}: ${read.message}`);
  return checkEmail(fakeEmailDns({ ...world, ...zone }), {
    domain,
    provider: findEmailProvider(provider),
    parameters: read.parameters,
  });
}

/** What somebody publishes who does all that a check says. */
function follow({ records, manual, leftOver }: EmailCheck, zone: EmailZone): EmailZone {
  const next: EmailZone = structuredClone(zone) as EmailZone;
  const at = (host: string, type: "TXT" | "MX" | "CNAME") => [...(next[host]?.[type] ?? [])];
  const set = (host: string, type: "TXT" | "MX" | "CNAME", values: string[]) => {
    next[host] = { ...next[host], [type]: values };
  };
  for (const { host, value } of leftOver)
    set(
      host,
      "MX",
      at(host, "MX").filter((one) => one !== value),
    );
  for (const { purpose, host, type, value, priority, status } of records) {
    if (purpose === "spf" || host === null || value === null || status === "present") continue;
    set(host, type, [...(type === "CNAME" ? [] : at(host, type)), priority === null ? value : `${priority} ${value}`]);
  }
  if (manual)
    set(manual.host, "TXT", [...at(manual.host, "TXT").filter((one) => !manual.before.includes(one)), manual.after]);
  return next;
}

const codes = ({ findings }: EmailCheck) => findings.map(({ code }) => code);

it.each(emailProviderKeys)(
  "%s: from nothing to ready in one step, and then there is nothing left to do",
  async (provider) => {
    const first = await check(provider, {});
    expect(first.ready).toBe(false);
    expect(first.records.filter(({ status, optional }) => status !== "missing" && !optional)).toEqual([]);
    const zone = follow(first, {});
    const second = await check(provider, zone);
    expect(second).toMatchObject({ ready: true, manual: null, leftOver: [], findings: [] });
    expect(follow(second, zone)).toEqual(zone);
  },
);

it.each(emailProviderKeys)("%s: guesses no value that it was not given", async (provider) => {
  const { records } = await check(provider, {}, {});
  for (const { parameter } of emailProviders.flatMap(({ key: one, parameters }) =>
    one === provider ? parameters.filter(({ required }) => required).map(({ name }) => ({ parameter: name })) : [],
  )) {
    const lacking = records.filter((one) => one.parameter === parameter || one.host === null);
    expect(lacking.length).toBeGreaterThan(0);
    for (const one of lacking) expect(one).toMatchObject({ status: "needs_value" });
  }
});

it("takes the provider of an earlier set-up for what it is, and asks for nothing again", async () => {
  const zone: EmailZone = {
    "example.com": {
      MX: ["1 aspmx.l.google.com", "5 alt1.aspmx.l.google.com", "10 aspmx2.googlemail.com"],
      TXT: ["v=spf1 include:_spf.google.com ~all"],
    },
    "google._domainkey.example.com": { TXT: [key] },
    "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] },
  };
  const result = await check("google_workspace", zone, {});
  expect(result).toMatchObject({ ready: true, leftOver: [], findings: [], dmarc: { policy: "reject" } });
});

const ready: EmailZone = {
  "example.com": { MX: ["1 smtp.google.com"], TXT: ["v=spf1 include:_spf.google.com ~all"] },
  "google._domainkey.example.com": { TXT: [key] },
  "_dmarc.example.com": { TXT: ["v=DMARC1; p=none"] },
};
const top = (change: EmailZone[string]): EmailZone => ({
  ...ready,
  "example.com": { ...ready["example.com"], ...change },
});
const spf = (text: string, zone: EmailZone = {}): EmailZone => ({ ...top({ TXT: [text] }), ...zone });
const dkim = (change: EmailZone[string]): EmailZone => ({ ...ready, "google._domainkey.example.com": change });
const dmarc = (...texts: string[]): EmailZone => ({ ...ready, "_dmarc.example.com": { TXT: texts } });

const faults: [EmailFindingCode, EmailZone][] = [
  ["email-name-is-alias", { ...ready, "example.com": { CNAME: ["edge.example.net"] } }],
  ["email-mx-null", top({ MX: ["0 ."] })],
  ["email-mx-left-over", top({ MX: ["1 smtp.google.com", "10 mail.old.example"] })],
  ["email-mx-mixed", top({ MX: ["1 smtp.google.com", "1 aspmx.l.google.com"] })],
  ["email-spf-several", top({ TXT: ["v=spf1 include:_spf.google.com ~all", "v=spf1 mx -all"] })],
  ["email-spf-invalid", spf("v=spf1 ip:192.0.2.1 include:_spf.google.com ~all")],
  ["email-spf-include-broken", spf("v=spf1 include:gone.example include:_spf.google.com ~all")],
  [
    "email-spf-too-many-look-ups",
    spf(
      `v=spf1 ${Array.from({ length: 10 }, (_, index) => `exists:h${index}.example.net`).join(" ")} include:_spf.google.com ~all`,
    ),
  ],
  ["email-spf-void-look-ups", spf("v=spf1 a:x.example a:y.example mx:z.example include:_spf.google.com ~all")],
  ["email-spf-qualifier", spf("v=spf1 ?include:_spf.google.com ~all")],
  ["email-spf-open", spf("v=spf1 include:_spf.google.com +all")],
  ["email-spf-unused-terms", spf("v=spf1 include:_spf.google.com ~all ip4:192.0.2.7")],
  ["email-spf-long", spf(`v=spf1 ${"ip4:192.0.2.111 ".repeat(30)}include:_spf.google.com ~all`)],
  ["email-spf-missing", top({ TXT: [] })],
  ["email-value-quoted", top({ TXT: ['"v=spf1 include:_spf.google.com ~all"'] })],
  ["email-value-quoted", dkim({ TXT: [`"${key}"`] })],
  ["email-value-quoted", dmarc('"v=DMARC1; p=none"')],
  ["email-dkim-missing", dkim({})],
  ["email-dkim-several", dkim({ TXT: [key, weak] })],
  ["email-dkim-key-cut", dkim({ TXT: [key.slice(0, 255)] })],
  ["email-dkim-invalid", dkim({ TXT: ["hello"] })],
  ["email-dkim-revoked", dkim({ TXT: ["v=DKIM1; p="] })],
  ["email-dkim-weak", dkim({ TXT: [weak] })],
  ["email-dkim-name-doubled", { ...dkim({}), "google._domainkey.example.com.example.com": { TXT: [key] } }],
  ["email-dmarc-missing", dmarc()],
  ["email-dmarc-several", dmarc("v=DMARC1; p=none", "v=DMARC1; p=reject")],
  ["email-dmarc-invalid", dmarc("v=DMARC1; p=rejct")],
  ["email-dmarc-removed-tags", dmarc("v=DMARC1; p=reject; pct=20; ri=3600")],
  ["email-dmarc-report-refused", dmarc("v=DMARC1; p=none; rua=mailto:a@reports.example.net")],
];

it.each(faults)("finds %s", async (code, zone) => {
  expect(codes(await check("google_workspace", ready, {}))).toEqual([]);
  expect(codes(await check("google_workspace", zone, {}))).toContain(code);
});

it("finds a CNAME that a proxy hides, and Microsoft's targets that do not exist or may be guessed", async () => {
  const microsoft = {
    MX: ["0 example-com.mail.protection.outlook.com"],
    TXT: ["v=spf1 include:spf.protection.outlook.com -all"],
  };
  const proxied = await check(
    "microsoft_365",
    {
      "example.com": microsoft,
      "selector1._domainkey.example.com": { A: ["192.0.2.1"] },
    },
    {},
  );
  expect(codes(proxied)).toContain("email-dkim-proxied");
  expect(codes(proxied)).toContain("email-mx-target-missing");
  const old = await check(
    "microsoft_365",
    {
      "example.com": microsoft,
      "example-com.mail.protection.outlook.com": { A: ["192.0.2.2"] },
    },
    {},
  );
  expect(codes(old)).toContain("email-mx-old-form");
  expect(old.records.find(({ purpose }) => purpose === "mx")).toMatchObject({ status: "present" });
});

it("says that it could not check where nobody answers, and calls nothing missing", async () => {
  const names = ["example.com", "google._domainkey.example.com", "_dmarc.example.com"];
  const provider = findEmailProvider("google_workspace");
  const result = await checkEmail(fakeEmailDns(ready, names), { domain, provider, parameters: {} });
  expect(result).toMatchObject({ ready: false, manual: null });
  expect(result.records.filter(({ optional }) => !optional).map(({ status }) => status)).toEqual(
    Array(4).fill("unknown"),
  );
  expect(codes(result)).toEqual(["email-not-checked"]);
});

it("asks for no DMARC record where one above the domain applies", async () => {
  const dns = fakeEmailDns({ ...world, "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject; sp=quarantine"] } });
  const provider = findEmailProvider("fastmail");
  const result = await checkEmail(dns, { domain: "mail.example.com", provider, parameters: {} });
  expect(result.dmarc).toMatchObject({ domain: "example.com", policy: "quarantine" });
  expect(result.records.find(({ purpose }) => purpose === "dmarc")).toMatchObject({ status: "present" });
});

it("keeps its own texts, and reads parameters as people copy them", () => {
  const read = (provider: EmailProviderKey, parameters: EmailParameters) =>
    readEmailParameters(findEmailProvider(provider), parameters);
  const spki = key.slice(key.indexOf("p=") + 2);
  const copied = `"v=DKIM1; k=rsa; p=${spki.slice(0, 200)}" "${spki.slice(200)}"`;
  expect(read("google_workspace", { dkimValue: copied })).toMatchObject({ ok: true, parameters: { dkimValue: key } });
  expect(read("google_workspace", { dkimValue: key.slice(0, 255) })).toMatchObject({ ok: false, name: "dkimValue" });
  expect(read("microsoft_365", { mxValue: "0 Example-Com.n-v1.mx.microsoft." })).toMatchObject({
    parameters: { mxValue: "example-com.n-v1.mx.microsoft" },
  });
  expect(read("google_workspace", { mxValue: "x.example" })).toMatchObject({ ok: false, name: "mxValue" });
  expect(read("zoho", { region: "mars" })).toMatchObject({ ok: false, name: "region" });
  expect(emailRecords(findEmailProvider("fastmail"), domain, { dmarcRua: "a@example.com" }).dmarc).toBe(
    "v=DMARC1; p=none; rua=mailto:a@example.com",
  );
});
