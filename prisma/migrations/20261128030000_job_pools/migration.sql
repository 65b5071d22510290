-- A job's pool, tenant and endpoint: workers claim by them, so that no tenant and no kind of job takes all lanes.
-- The defaults and generated columns also fill the rows of an instance that still runs the version before.
ALTER TABLE "jobs"
  ADD COLUMN "pool" VARCHAR(20) NOT NULL DEFAULT 'checks',
  ADD COLUMN "tenant_id" UUID NOT NULL GENERATED ALWAYS AS
    (COALESCE((payload ->> 'tenantId')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)) STORED,
  ADD COLUMN "endpoint_id" UUID NOT NULL GENERATED ALWAYS AS
    (COALESCE((payload ->> 'endpointId')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)) STORED;

UPDATE "jobs" SET "pool" = CASE
  WHEN "name" IN ('check-ownership', 'check-records') THEN 'checks'
  WHEN "name" = 'probe-certificate' THEN 'handshakes'
  WHEN "name" = 'deliver-webhooks' THEN 'deliveries'
  ELSE 'upkeep' END;

UPDATE "jobs" SET "pool" = CASE WHEN "pool" = 'checks' THEN 'rechecks' ELSE 'rehandshakes' END
FROM "connections"
WHERE "jobs"."pool" IN ('checks', 'handshakes') AND "connections"."id" = ("jobs"."payload" ->> 'connectionId')::uuid
  AND "connections"."state" IN ('live', 'drifted', 'stalled');

DROP INDEX "jobs_due_idx";
-- `attempts >= 0` is always true: it keeps this index from statements without it, which need the one below.
CREATE INDEX "jobs_due_idx" ON "jobs"("pool", "run_at", "id")
  WHERE (locked_by IS NULL AND failed_at IS NULL AND attempts >= 0);
CREATE INDEX "jobs_due_of_tenant_idx" ON "jobs"("pool", "tenant_id", "endpoint_id", "run_at", "id")
  WHERE (locked_by IS NULL AND failed_at IS NULL);
