import type { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { type EventType, isProductEvent } from "@/lib/platform/events/catalog";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type FanOutEvent = {
  id: string;
  connectionId: string;
  sequence: number;
  type: EventType;
  data: Prisma.InputJsonValue;
};

/**
 * The outbox: in the transaction of the events, one delivery for each product event and subscribed endpoint, and one
 * job for each endpoint and connection. The events may be of many connections of the tenant.
 *
 * One statement, whatever the number of events. A tenant without endpoints pays for one lookup by key per event and
 * one for the endpoints: 0.1 ms on PostgreSQL with 50,000 connections. PostgreSQL makes the ids: UUIDv7 whose `rand_a`
 * counts the events (RFC 9562, section 6.2), so that lists show them in order.
 */
export async function fanOut(ctx: Context, tx: Tx, events: readonly FanOutEvent[]): Promise<void> {
  const productEvents = events.filter((event) => isProductEvent(event.type));
  if (productEvents.length === 0) return;
  const now = ctx.now();
  const created = await tx.$queryRaw<{ endpointId: string; connectionId: string }[]>`
    INSERT INTO webhook_deliveries (id, tenant_id, endpoint_id, connection_id, message_id, type, sequence, data, attempts,
      next_attempt_at, created_at)
    SELECT overlay(gen_random_uuid()::text
        PLACING ${newId(now).slice(0, 15)} || lpad(to_hex(event.place % 4096), 3, '0') FROM 1 FOR 18)::uuid,
      endpoint.tenant_id, endpoint.id, connection.id, event.id, event.type, event.sequence,
      event.data || jsonb_build_object('hostname', connection.hostname, 'applicationId', connection.application_id)
        || jsonb_strip_nulls(jsonb_build_object('endUserRef', connection.end_user_ref)),
      0, ${now}, ${now}
    FROM webhook_endpoints endpoint
    CROSS JOIN jsonb_to_recordset(${JSON.stringify(productEvents.map((event, place) => ({ ...event, place })))}::jsonb)
      AS event(id uuid, "connectionId" uuid, sequence int, type text, data jsonb, place int)
    JOIN connections connection ON connection.id = event."connectionId" AND connection.tenant_id = endpoint.tenant_id
    JOIN applications application ON application.id = connection.application_id
    WHERE endpoint.tenant_id = ${ctx.tenantId}::uuid AND endpoint.environment = application.environment
      AND endpoint.status = 'enabled' AND endpoint.deleted_at IS NULL
      AND (endpoint.application_id IS NULL OR endpoint.application_id = connection.application_id)
      AND (endpoint.event_types = '{}' OR event.type = ANY(endpoint.event_types))
    RETURNING endpoint_id AS "endpointId", connection_id AS "connectionId"`;
  const pairs = new Map(created.map((pair) => [`${pair.endpointId} ${pair.connectionId}`, pair]));
  await enqueue(ctx, tx, "deliver-webhooks", [...pairs.values()]);
}
