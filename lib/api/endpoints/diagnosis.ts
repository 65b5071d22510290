import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import {
  exampleDiagnosis,
  exampleIds,
  exampleSetUp,
  exampleShareLink,
  exampleSnapshot,
} from "@/lib/api/endpoints/examples";
import { connectionIdSchema } from "@/lib/connections/schema";
import { pageOf } from "@/lib/db/pagination";
import {
  createdShareLinkSchema,
  createShareLinkSchema,
  diagnosisSchema,
  diagnosisSnapshotSchema,
  listShareLinksSchema,
  listSnapshotsSchema,
  sendInstructionsSchema,
  shareLinkIdSchema,
  shareLinkSchema,
} from "@/lib/diagnosis/schema";
import { getSetUpSchema, setUpSchema } from "@/lib/diagnosis/setup/schema";

export const getDiagnosisEndpoint = defineEndpoint({
  id: "getDiagnosis",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/diagnosis",
  scope: "connections:read",
  widget: true,
  summary: "Diagnose a connection",
  description:
    "Checks everything that can block a hostname: the records at each authoritative nameserver, caches, DNSSEC, CAA, the edge, and Latchkey itself. Each finding explains a problem, the exact record to add, change or delete, and who has to do it. The most important finding comes first; an empty list means that nothing is wrong. Takes at most 5 seconds: `evidence.parts` lists what was cut short.",
  status: 200,
  input: connectionIdSchema,
  output: diagnosisSchema,
  errors: [],
  example: { input: { id: exampleIds.connection }, output: exampleDiagnosis },
});

export const getSetUpEndpoint = defineEndpoint({
  id: "getSetUp",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/setup",
  scope: "connections:read",
  widget: true,
  summary: "Get what the owner of the DNS has to do",
  description:
    "The instructions for a person without an account, in their language: one step per record, with the host as their DNS provider's form takes it, and what each nameserver says of it now. `finding` says why it does not work yet; `expected_at` when what is open is seen everywhere at the latest, as if it were published now: from the TTLs of what is there, the zone's SOA, the next check, or a limit of the certificate authority. Callers within 5 seconds share a diagnosis. The widget and the page behind a share link show this.",
  status: 200,
  input: getSetUpSchema,
  output: setUpSchema,
  errors: [],
  example: { input: { id: exampleIds.connection, locale: "en" }, output: exampleSetUp },
});

export const listSnapshotsEndpoint = defineEndpoint({
  id: "listSnapshots",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/diagnosis/snapshots",
  scope: "connections:read",
  summary: "List earlier diagnoses, newest first",
  description:
    "A snapshot is stored when the finding codes differ from the last one, and when a problem that a check found has lasted a minute. The last 50 per connection are stored, for 90 days.",
  status: 200,
  input: listSnapshotsSchema,
  output: pageOf(diagnosisSnapshotSchema),
  errors: [],
  example: { input: { id: exampleIds.connection }, output: { data: [exampleSnapshot], nextCursor: null } },
});

export const createShareLinkEndpoint = defineEndpoint({
  id: "createShareLink",
  tag: "diagnosis",
  method: "POST",
  path: "/v1/connections/{id}/share-links",
  scope: "connections:write",
  widget: true,
  summary: "Create a link for the person who manages the DNS",
  description:
    "The page at `url` shows what to change in the DNS, one step at a time, and what is done already, without signing in. The list of share links has the URL too, for as long as the link works. A connection has at most 20 open links: creating another one revokes the oldest. A widget token creates at most 10 links; a connection has 20 open ones of tokens besides, so that they revoke none of yours.",
  status: 201,
  input: createShareLinkSchema,
  output: createdShareLinkSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, expiresInDays: 7 },
    output: {
      ...exampleShareLink,
      firstOpenedAt: null,
      lastOpenedAt: null,
      token: "qB3n0Y5uHq7cV1kLw8sT2xZr4mJd6fGa",
      url: "https://app.example.net/connect/qB3n0Y5uHq7cV1kLw8sT2xZr4mJd6fGa",
    },
  },
});

export const sendInstructionsEndpoint = defineEndpoint({
  id: "sendInstructions",
  tag: "diagnosis",
  method: "POST",
  path: "/v1/connections/{id}/instructions:send",
  scope: "connections:write",
  widget: true,
  summary: "Mail the instructions to the person who manages the DNS",
  description:
    "The mail has your name and logo, what is to be done now, and a share link of its own. Replies go to the person who sends it, or to the `help_url` of your branding if that is an address. At most 100 a day, and 3 a day to one recipient. A recipient can stop further mails of your company: then `invalid_state`, as where nothing is to be done. URLs in `note` are made unclickable. A widget token sends at most 5 mails, and all tokens together 10 a day about one connection and 100 a day in your name, which are counted apart from yours; their `note` must have no address of a page or mailbox in it.",
  status: 201,
  input: sendInstructionsSchema,
  output: shareLinkSchema,
  errors: ["invalid_state", "provider_error"],
  example: {
    input: { id: exampleIds.connection, to: "it@example.com", note: "Thanks for your help!" },
    output: { ...exampleShareLink, mailedTo: "it@example.com" },
  },
});

export const listShareLinksEndpoint = defineEndpoint({
  id: "listShareLinks",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/share-links",
  scope: "connections:read",
  summary: "List a connection's share links, newest first",
  description:
    "`url` is null once a link has expired or was revoked, or its connection is archived. `first_opened_at` and `last_opened_at` are when somebody opened the page in a browser; previews of chats and mail programs do not count, and persons are not counted.",
  status: 200,
  input: listShareLinksSchema,
  output: pageOf(shareLinkSchema),
  errors: [],
  example: { input: { id: exampleIds.connection }, output: { data: [exampleShareLink], nextCursor: null } },
});

export const revokeShareLinkEndpoint = defineEndpoint({
  id: "revokeShareLink",
  tag: "diagnosis",
  method: "DELETE",
  path: "/v1/connections/{id}/share-links/{link_id}",
  scope: "connections:write",
  summary: "Revoke a share link",
  status: 200,
  input: shareLinkIdSchema,
  output: shareLinkSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, linkId: exampleIds.shareLink },
    output: { ...exampleShareLink, url: null, revokedAt: new Date("2026-11-23T09:40:00.000Z") },
  },
});
