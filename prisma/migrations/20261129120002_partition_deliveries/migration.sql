-- Deliveries and their attempts are partitioned by id, which is by time (UUIDv7). The tables of before become the first
-- partition, as they are; the last one takes whatever is later, so that every row has a place. `shift-partitions` adds those in
-- between, and drops old ones.
-- locks: deliveries and attempts, for less than a second whatever their size
SET LOCAL lock_timeout = '5s';

ALTER TABLE "webhook_deliveries" RENAME TO "webhook_deliveries_past";
ALTER TABLE "webhook_attempts" RENAME TO "webhook_attempts_past";
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT indexname FROM pg_indexes WHERE tablename IN ('webhook_deliveries_past', 'webhook_attempts_past') AND schemaname = current_schema()
  LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', name, left(regexp_replace(name, '^webhook_(deliveries|attempts)', 'webhook_\1_past'), 63));
  END LOOP;
END $$;

CREATE TABLE "webhook_deliveries" (
    LIKE "webhook_deliveries_past" INCLUDING DEFAULTS,
    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE RESTRICT ON UPDATE CASCADE
) PARTITION BY RANGE ("id");
CREATE INDEX "webhook_deliveries_tenant_id_id_idx" ON "webhook_deliveries"("tenant_id", "id");
CREATE INDEX "webhook_deliveries_tenant_id_endpoint_id_id_idx" ON "webhook_deliveries"("tenant_id", "endpoint_id", "id");
CREATE INDEX "webhook_deliveries_tenant_id_connection_id_id_idx" ON "webhook_deliveries"("tenant_id", "connection_id", "id");
CREATE INDEX "webhook_deliveries_tenant_id_status_id_idx" ON "webhook_deliveries"("tenant_id", "status", "id");
CREATE INDEX "webhook_deliveries_pending_idx" ON "webhook_deliveries"("endpoint_id", "connection_id", "sequence") WHERE (status = 'pending');
CREATE INDEX "webhook_deliveries_message_id_idx" ON "webhook_deliveries"("message_id");

-- By the id of the delivery, so that both are in partitions of the same bounds. The foreign key is between these.
CREATE TABLE "webhook_attempts" (LIKE "webhook_attempts_past" INCLUDING DEFAULTS) PARTITION BY RANGE ("delivery_id");
CREATE UNIQUE INDEX "webhook_attempts_delivery_id_number_key" ON "webhook_attempts"("delivery_id", "number");

DO $$
DECLARE
  bound text := (SELECT substring(pg_get_constraintdef(oid) FROM '''([0-9a-f-]{36})''') FROM pg_constraint
    WHERE conname = 'webhook_deliveries_bound' AND conrelid = 'webhook_deliveries_past'::regclass);
BEGIN
  EXECUTE format('ALTER TABLE webhook_deliveries ATTACH PARTITION webhook_deliveries_past FOR VALUES FROM (MINVALUE) TO (%L)', bound);
  EXECUTE format('ALTER TABLE webhook_attempts ATTACH PARTITION webhook_attempts_past FOR VALUES FROM (MINVALUE) TO (%L)', bound);
  EXECUTE format('CREATE TABLE webhook_deliveries_future PARTITION OF webhook_deliveries FOR VALUES FROM (%L) TO (MAXVALUE)', bound);
  EXECUTE format('CREATE TABLE webhook_attempts_future PARTITION OF webhook_attempts FOR VALUES FROM (%L) TO (MAXVALUE)', bound);
END $$;
ALTER TABLE "webhook_attempts_future" ADD CONSTRAINT "webhook_attempts_delivery_id_fkey"
  FOREIGN KEY ("delivery_id") REFERENCES "webhook_deliveries_future"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "webhook_deliveries_past" DROP CONSTRAINT "webhook_deliveries_bound";
ALTER TABLE "webhook_attempts_past" DROP CONSTRAINT "webhook_attempts_bound";
