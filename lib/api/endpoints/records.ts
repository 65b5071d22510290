import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleConnection, exampleIds } from "@/lib/api/endpoints/examples";
import {
  appliedPlanSchema,
  applyRecordsSchema,
  type ChangePlanResource,
  changePlanSchema,
  planRecordsSchema,
  undoRecordsSchema,
} from "@/lib/connections/writing/schema";

const change = {
  name: "shop.example.com",
  type: "CNAME",
  before: null,
  after: { ttl: 300, values: ["edge.example.net"] },
  added: ["edge.example.net"],
  removed: [],
};

const examplePlan: ChangePlanResource = {
  id: exampleIds.plan,
  connectionId: exampleIds.connection,
  purpose: "records",
  provider: "cloudflare",
  credentialId: exampleIds.credential,
  label: "Cloudflare of Acme",
  zone: "example.com",
  changes: [change],
  conflicts: [
    { name: "shop.example.com", type: "A", values: ["203.0.113.9"], because: "beside_cname", removable: true },
  ],
  createdAt: new Date("2026-01-01T00:00:00Z"),
  expiresAt: new Date("2026-01-01T01:00:00Z"),
};

export const planRecordsEndpoint = defineEndpoint({
  id: "planRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:plan",
  scope: "connections:write",
  summary: "Plan what a stored DNS credential would write",
  description:
    "Reads the zone at the DNS provider and returns what would be added, changed and removed there. Nothing is written. A plan can be applied within an hour.",
  status: 200,
  input: planRecordsSchema,
  output: changePlanSchema,
  errors: ["not_found", "invalid_state", "provider_error"],
  example: { input: { id: exampleIds.connection }, output: examplePlan },
});

export const applyRecordsEndpoint = defineEndpoint({
  id: "applyRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:apply",
  scope: "connections:write",
  summary: "Write the records through a stored DNS credential",
  description:
    "Carries out a plan. Without `plan_id` it writes what needs no confirmation: set-up and repair of what has drifted, as long as no record of others is in the way. `invalid_state` with `details.reason` `zone_changed` or `needs_confirmation` has the plan as it is now in `details.plan`. `provider_error` has the provider's own words in `details.said` and a stable code in `details.provider_code`.",
  status: 200,
  input: applyRecordsSchema,
  output: appliedPlanSchema,
  errors: ["not_found", "invalid_state", "provider_error"],
  example: {
    input: { id: exampleIds.connection, planId: exampleIds.plan, removeConflicts: true },
    output: { planId: exampleIds.plan, changes: [change], connection: exampleConnection },
  },
});

export const undoRecordsEndpoint = defineEndpoint({
  id: "undoRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:undo",
  scope: "connections:write",
  summary: "Plan to take back a write",
  description:
    "A plan that takes back what one event of type `connection.records_written` did, for you to read and apply. What has changed in the zone since stays.",
  status: 200,
  input: undoRecordsSchema,
  output: changePlanSchema,
  errors: ["not_found", "invalid_state", "provider_error"],
  example: {
    input: { id: exampleIds.connection, eventId: exampleIds.event },
    output: { ...examplePlan, purpose: "undo" },
  },
});
