import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import {
  appliedEmailRecordsSchema,
  applyEmailRecordsSchema,
  type EmailReport,
  emailReportSchema,
  generateEmailRecordsSchema,
} from "@/lib/connections/email/schema";

const record = { ttl: 3_600, parameter: null, optional: false, priority: null, found: [] };

const exampleReport: EmailReport = {
  domain: "example.com",
  domainUnicode: "example.com",
  registrableDomain: "example.com",
  provider: "google_workspace",
  records: [
    {
      ...record,
      purpose: "mx",
      host: "example.com",
      type: "MX",
      value: "smtp.google.com",
      priority: 1,
      status: "conflict",
      found: ["10 mail.old-host.example"],
    },
    {
      ...record,
      purpose: "spf",
      host: "example.com",
      type: "TXT",
      value: "v=spf1 a include:_spf.google.com ~all",
      status: "missing",
      found: ["v=spf1 a ~all"],
    },
    {
      ...record,
      purpose: "dkim",
      host: "google._domainkey.example.com",
      type: "TXT",
      value: null,
      parameter: "dkim_value",
      status: "needs_value",
    },
    {
      ...record,
      purpose: "dmarc",
      host: "_dmarc.example.com",
      type: "TXT",
      value: "v=DMARC1; p=none",
      status: "missing",
    },
  ],
  manualRecords: [
    {
      host: "example.com",
      type: "TXT",
      before: ["v=spf1 a ~all"],
      after: "v=spf1 a include:_spf.google.com ~all",
      reason: "Adds Google Workspace to the SPF record. Everything else stays as it is.",
    },
  ],
  leftOver: [{ host: "example.com", type: "MX", value: "10 mail.old-host.example" }],
  spf: {
    record: "v=spf1 a include:_spf.google.com ~all",
    limit: 10,
    voidLimit: 2,
    before: {
      lookUps: 1,
      voidLookUps: 0,
      complete: true,
      costs: [{ depth: 0, term: "a", lookUps: 1, voidLookUps: 0, problem: null }],
    },
    after: {
      lookUps: 2,
      voidLookUps: 0,
      complete: true,
      costs: [
        { depth: 0, term: "a", lookUps: 1, voidLookUps: 0, problem: null },
        { depth: 0, term: "include:_spf.google.com", lookUps: 1, voidLookUps: 0, problem: null },
      ],
    },
  },
  dmarc: null,
  findings: [
    {
      code: "email-mx-left-over",
      severity: "blocking",
      title: "MX records of another provider are still there",
      explanation:
        "Mail for example.com goes to mail.old-host.example. Senders choose among all MX records, so beside those of Google Workspace a part of the mail would still arrive there.",
      fix: "Delete this record once the mailboxes have moved: MX 10 mail.old-host.example.",
      evidence: ["example.com: MX 10 mail.old-host.example"],
      docUrl: "https://app.example.net/docs/troubleshooting#email-mx-left-over",
    },
  ],
  ready: false,
  credential: null,
  checkedAt: new Date("2026-11-23T09:31:12.000Z"),
};

export const generateEmailRecordsEndpoint = defineEndpoint({
  id: "generateEmailRecords",
  tag: "email",
  method: "POST",
  path: "/v1/email/records",
  scope: "connections:read",
  summary: "List the DNS records that an email provider needs, and check them",
  description:
    "Writes nothing. Queries the domain's authoritative servers, counts the look-ups of its SPF record, and returns each record with what is published in its place. Values that only the provider's console shows are `parameters`; without one, the record comes back as `needs_value`, and is never guessed. Takes at most 8 seconds. Counts toward the same limit as `domains:check`: 60 checks of one registrable domain within a minute.",
  status: 200,
  input: generateEmailRecordsSchema,
  output: emailReportSchema,
  errors: ["not_found"],
  example: { input: { domain: "example.com", provider: "google_workspace" }, output: exampleReport },
});

export const applyEmailRecordsEndpoint = defineEndpoint({
  id: "applyEmailRecords",
  tag: "email",
  method: "POST",
  path: "/v1/connections/{id}/email:apply",
  scope: "connections:write",
  summary: "Write an email provider's DNS records through a stored credential",
  description:
    "Writes what `POST /v1/email/records` lists as `missing`: MX, DKIM, verification, autodiscover, and DMARC where none applies. MX records of other providers are replaced only with `replace_mx`. Never writes SPF: that comes back in `report.manual_records`, with the text before and after. Repeating the call writes nothing twice.",
  status: 200,
  input: applyEmailRecordsSchema,
  output: appliedEmailRecordsSchema,
  errors: ["invalid_state", "provider_error"],
  example: {
    input: { id: exampleIds.connection, provider: "google_workspace", replaceMx: true },
    output: {
      added: [
        { host: "example.com", type: "MX", value: "1 smtp.google.com" },
        { host: "_dmarc.example.com", type: "TXT", value: "v=DMARC1; p=none" },
      ],
      removed: [{ host: "example.com", type: "MX", value: "10 mail.old-host.example" }],
      report: exampleReport,
    },
  },
});
