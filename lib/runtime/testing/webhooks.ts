import type { z } from "zod";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnectionSchema } from "@/lib/connections/schema";
import { inTransaction } from "@/lib/db/transaction";
import { silentLog } from "@/lib/kernel/log";
import type { EventType } from "@/lib/platform/events/catalog";
import { recordEvents } from "@/lib/platform/events/record-event";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import type { JobHandler } from "@/lib/platform/jobs/run-job";
import type { OutboundHttp, OutboundRequest, OutboundResult } from "@/lib/platform/outbound/outbound-http";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import { createWebhookEndpoint } from "@/lib/webhooks/endpoints/create-webhook-endpoint";
import { createWebhookEndpointSchema } from "@/lib/webhooks/schema";

export type SentMessage = { url: string; headers: Record<string, string>; body: Record<string, unknown>; text: string };

/** The internet of a test: records every message, and answers 200 until `answer` sets another response. */
export type TestReceivers = {
  outbound: OutboundHttp;
  sent: SentMessage[];
  answer(result: (message: SentMessage) => OutboundResult | Promise<OutboundResult>): void;
};

export function createReceivers(): TestReceivers {
  const sent: SentMessage[] = [];
  let answer: (message: SentMessage) => OutboundResult | Promise<OutboundResult> = () => response(200);
  return {
    sent,
    answer: (next) => {
      answer = next;
    },
    outbound: {
      async send({ url, headers, body = "" }: OutboundRequest) {
        const message = { url, headers, text: body, body: JSON.parse(body) as Record<string, unknown> };
        sent.push(message);
        return answer(message);
      },
      close: async () => undefined,
    },
  };
}

export function response(status: number, body = "", headers: Record<string, string> = {}): OutboundResult {
  return { kind: "response", status, headers, body, truncated: false, durationMs: 12 };
}

export function addEndpoint(ctx: Context, input: Partial<z.input<typeof createWebhookEndpointSchema>> = {}) {
  return createWebhookEndpoint(
    ctx,
    createWebhookEndpointSchema.parse({ url: "https://hooks.example.com/in", ...input }),
  );
}

export async function addConnection(tenant: TestTenant, hostname: string): Promise<string> {
  const input = createConnectionSchema.parse({ applicationId: tenant.applicationId, hostname });
  return (await createConnection(tenant.ctx, input)).id;
}

/** Records events of a connection, as the state machine does. */
export async function happen(ctx: Context, connectionId: string, ...types: EventType[]): Promise<void> {
  await inTransaction(ctx, (tx) => recordEvents(ctx, tx, connectionId, types, { from: "verified", to: "live" }));
}

/** Runs the due webhook jobs, and drops all others. */
export async function deliverDue(service: ServiceContext): Promise<void> {
  const drop: JobHandler = async () => ({ runAgainAt: null });
  const { "deliver-webhooks": deliver, ...others } = jobHandlers(service);
  const dropped = Object.fromEntries(Object.keys(others).map((name) => [name, drop])) as unknown as typeof others;
  await drainJobs(service.database, {
    now: service.now,
    handlers: { ...dropped, "deliver-webhooks": deliver },
    log: silentLog,
    concurrency: 4,
    budgetMs: 20_000,
  });
}
