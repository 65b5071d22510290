import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds, exampleSummary } from "@/lib/api/endpoints/examples";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import {
  deliveryHistorySchema,
  getOverviewSchema,
  listDeliveryCountsSchema,
  listStateCountsSchema,
  overviewSchema,
  stateHistorySchema,
} from "@/lib/connections/stats/schema";

const statesWith = (counts: Partial<Record<ConnectionState, number>>) =>
  connectionStates.map((state) => ({ state, count: counts[state] ?? 0 }));

export const getOverviewEndpoint = defineEndpoint({
  id: "getOverview",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/overview",
  scope: "connections:read",
  summary: "Get current statistics: states, problems, times, deliveries",
  description:
    "Times are in seconds, for the first time that a connection went through a stage: `verified` is from creation to proof of ownership, `pointing` from there until the records match, `certificate` from there to live, and `live` the total.",
  replica: true,
  status: 200,
  input: getOverviewSchema,
  output: overviewSchema,
  errors: [],
  example: {
    input: { applicationId: exampleIds.application },
    output: {
      states: statesWith({ pending_ownership: 1, live: 116, archived: 9 }),
      needsAttention: { count: 0, connections: [exampleSummary] },
      timeToLive: {
        verified: { count: 38, p50: 74.2, p95: 5_210.4 },
        pointing: { count: 36, p50: 31.5, p95: 1_804 },
        certificate: { count: 36, p50: 3.1, p95: 9.8 },
        live: { count: 36, p50: 120.7, p95: 7_015.6 },
      },
      deliveries: { pending: 0, succeeded: 64, failed: 1, failingEndpoints: 0 },
    },
  },
});

export const listStateCountsEndpoint = defineEndpoint({
  id: "listStateCounts",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/states",
  scope: "connections:read",
  summary: "Get the connections in each state, per day",
  description: "Days end at midnight UTC. Today is counted now; earlier days were counted in their last hour.",
  replica: true,
  status: 200,
  input: listStateCountsSchema,
  output: stateHistorySchema,
  errors: [],
  example: {
    input: { days: 2 },
    output: {
      data: [
        { day: "2026-11-22", states: statesWith({ propagating: 2, live: 114, archived: 9 }) },
        { day: "2026-11-23", states: statesWith({ pending_ownership: 1, live: 116, archived: 9 }) },
      ],
    },
  },
});

export const listDeliveryCountsEndpoint = defineEndpoint({
  id: "listDeliveryCounts",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/deliveries",
  scope: "connections:read",
  summary: "Get the results of webhook deliveries, per day",
  replica: true,
  status: 200,
  input: listDeliveryCountsSchema,
  output: deliveryHistorySchema,
  errors: [],
  example: {
    input: { days: 2 },
    output: {
      data: [
        { day: "2026-11-22", succeeded: 71, failed: 0, pending: 0, retried: 2 },
        { day: "2026-11-23", succeeded: 64, failed: 1, pending: 0, retried: 3 },
      ],
      capped: false,
    },
  },
});
