// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createShareLinkCall: Call<"createShareLink"> = {
  id: "createShareLink",
  tag: "diagnosis",
  method: "POST",
  path: "/v1/connections/{id}/share-links",
  max: {
    expiresInDays: 30,
  },
};

export const getDiagnosisCall: Call<"getDiagnosis"> = {
  id: "getDiagnosis",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/diagnosis",
};

export const getSetUpCall: Call<"getSetUp"> = {
  id: "getSetUp",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/setup",
};

export const listShareLinksCall: Call<"listShareLinks"> = {
  id: "listShareLinks",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/share-links",
};

export const listSnapshotsCall: Call<"listSnapshots"> = {
  id: "listSnapshots",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/diagnosis/snapshots",
};

export const revokeShareLinkCall: Call<"revokeShareLink"> = {
  id: "revokeShareLink",
  tag: "diagnosis",
  method: "DELETE",
  path: "/v1/connections/{id}/share-links/{link_id}",
};

export const sendInstructionsCall: Call<"sendInstructions"> = {
  id: "sendInstructions",
  tag: "diagnosis",
  method: "POST",
  path: "/v1/connections/{id}/instructions:send",
  max: {
    to: 254,
    note: 500,
  },
};
