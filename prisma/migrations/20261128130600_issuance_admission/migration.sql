-- Since when a certificate may be ordered. Empty: it waits for the limits of the certificate authority.
ALTER TABLE "hostname_claims"
    ADD COLUMN "admitted_at" TIMESTAMPTZ(3),
    -- When its records were right, so that an order would succeed: then it takes its place in the queue.
    ADD COLUMN "queued_at" TIMESTAMPTZ(3),
    -- Its registrable domain, which has a limit of its own.
    ADD COLUMN "queued_domain" VARCHAR(253),
    -- The last estimate of when it is admitted, and the limit that it waits for.
    ADD COLUMN "queued_until" TIMESTAMPTZ(3),
    ADD COLUMN "queued_by" VARCHAR(40);

UPDATE "hostname_claims" SET "admitted_at" = "created_at";

CREATE INDEX "hostname_claims_queue_idx" ON "hostname_claims"("tenant_id", "queued_at", "hostname")
    WHERE ((admitted_at IS NULL) AND (queued_at IS NOT NULL));
CREATE INDEX "hostname_claims_queued_domain_idx" ON "hostname_claims"("queued_domain", "queued_at")
    WHERE ((admitted_at IS NULL) AND (queued_at IS NOT NULL));

-- What is left of each limit of a certificate authority. A bucket without a row is full.
CREATE TABLE "ca_buckets" (
    -- The directory URL of the authority.
    "ca" VARCHAR(200) NOT NULL,
    "kind" VARCHAR(40) NOT NULL,
    -- A registrable domain or a hostname; empty for limits of the whole account.
    "key" VARCHAR(253) NOT NULL,
    "level" DOUBLE PRECISION NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    -- The authority refused, and said until when.
    "blocked_until" TIMESTAMPTZ(3),

    CONSTRAINT "ca_buckets_pkey" PRIMARY KEY ("ca", "kind", "key")
);

CREATE INDEX "ca_buckets_updated_at_idx" ON "ca_buckets"("updated_at");

-- When each tenant last had a turn in the queue, as a number that grows.
CREATE TABLE "issuance_turns" (
    "tenant_id" UUID NOT NULL,
    "turn" BIGINT NOT NULL,

    CONSTRAINT "issuance_turns_pkey" PRIMARY KEY ("tenant_id")
);

CREATE INDEX "issuance_turns_turn_idx" ON "issuance_turns"("turn");
