-- How much a tenant's stored responses take, so that there is a bound. Responses of before count nothing: they are deleted
-- within a day.
ALTER TABLE "idempotency_keys" ADD COLUMN "bytes" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE "idempotency_usage" (
    "tenant_id" UUID NOT NULL,
    "bytes" BIGINT NOT NULL,
    CONSTRAINT "idempotency_usage_pkey" PRIMARY KEY ("tenant_id")
);
