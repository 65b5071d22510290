import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleDiagnosis, exampleIds, exampleShareLink, exampleSnapshot } from "@/lib/api/endpoints/examples";
import { connectionIdSchema } from "@/lib/connections/schema";
import { pageOf } from "@/lib/db/pagination";
import {
  createdShareLinkSchema,
  createShareLinkSchema,
  diagnosisSchema,
  diagnosisSnapshotSchema,
  listShareLinksSchema,
  listSnapshotsSchema,
  shareLinkIdSchema,
  shareLinkSchema,
} from "@/lib/diagnosis/schema";

export const getDiagnosisEndpoint = defineEndpoint({
  id: "getDiagnosis",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/diagnosis",
  scope: "connections:read",
  widget: true,
  summary: "Say why a connection is stuck",
  description:
    "Looks at everything that can hold a hostname up, now: what each authoritative nameserver publishes, caches, DNSSEC, CAA, the edge, and our own side. `findings` say in plain words what is wrong, the exact record to add, change or delete, and who has to do it; what blocks first comes first, and an empty list means that nothing is wrong. Takes 5 seconds at most: `evidence.parts` tells what was cut.",
  status: 200,
  input: connectionIdSchema,
  output: diagnosisSchema,
  errors: [],
  example: { input: { id: exampleIds.connection }, output: exampleDiagnosis },
});

export const listSnapshotsEndpoint = defineEndpoint({
  id: "listSnapshots",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/diagnosis/snapshots",
  scope: "connections:read",
  summary: "List what earlier diagnoses found, newest first",
  description:
    "A snapshot is kept when the codes of a diagnosis differ from the last one's, and when what a check finds wrong has stood for a minute. The last 50 of a connection are kept, for 90 days.",
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
  summary: "Make a link for the person who owns the DNS",
  description:
    "The page behind `url` shows the records to publish, what is seen of them, and the findings, without signing in. The token is in this answer and nowhere else. A connection has 20 open links at most: one more ends the oldest.",
  status: 201,
  input: createShareLinkSchema,
  output: createdShareLinkSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, expiresInDays: 7 },
    output: {
      ...exampleShareLink,
      token: "qB3n0Y5uHq7cV1kLw8sT2xZr4mJd6fGa",
      url: "https://app.example.net/connect/qB3n0Y5uHq7cV1kLw8sT2xZr4mJd6fGa",
    },
  },
});

export const listShareLinksEndpoint = defineEndpoint({
  id: "listShareLinks",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/share-links",
  scope: "connections:read",
  summary: "List a connection's share links, newest first",
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
  summary: "Withdraw a share link",
  status: 200,
  input: shareLinkIdSchema,
  output: shareLinkSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, linkId: exampleIds.shareLink },
    output: { ...exampleShareLink, revokedAt: new Date("2026-11-23T09:40:00.000Z") },
  },
});
