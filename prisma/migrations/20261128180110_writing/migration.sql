-- Records of a live domain that a credential covers are written again when they have drifted.
ALTER TABLE "applications" ADD COLUMN "repair_drift" BOOLEAN NOT NULL DEFAULT false;

CREATE TYPE "writing_purpose" AS ENUM ('setup', 'repair', 'removal');
CREATE TYPE "writing_status" AS ENUM ('pending', 'written', 'refused');

-- What a stored credential is asked to write for a connection, and how that went.
CREATE TABLE "connection_writings" (
    "connection_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "zone" VARCHAR(253) NOT NULL,
    "purpose" "writing_purpose" NOT NULL,
    "status" "writing_status" NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "written_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "fault" JSONB,
    "repairs" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "connection_writings_pkey" PRIMARY KEY ("connection_id")
);

CREATE INDEX "connection_writings_pending_idx" ON "connection_writings"("credential_id", "zone", "requested_at") WHERE (status = 'pending');

-- A value that we wrote for a connection: what may be removed again, and nothing else is.
CREATE TABLE "written_records" (
    "connection_id" UUID NOT NULL,
    "name" VARCHAR(253) NOT NULL,
    "type" VARCHAR(10) NOT NULL,
    -- SHA-256 of the value, hex: a value can be longer than what an index takes.
    "digest" CHAR(64) NOT NULL,
    "value" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "zone" VARCHAR(253) NOT NULL,
    "confirmed" BOOLEAN NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "written_records_pkey" PRIMARY KEY ("connection_id","name","type","digest")
);

-- Changes to a zone that a person can read before they are made.
CREATE TABLE "change_plans" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "zone" VARCHAR(253) NOT NULL,
    "purpose" VARCHAR(20) NOT NULL,
    "body" JSONB NOT NULL,
    "created_by" VARCHAR(80) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "change_plans_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "change_plans_connection_id_created_at_idx" ON "change_plans"("connection_id", "created_at");
CREATE INDEX "change_plans_expires_at_idx" ON "change_plans"("expires_at");

-- At most one writer in a zone at a time.
CREATE TABLE "zone_leases" (
    "key" VARCHAR(350) NOT NULL,
    "holder" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "zone_leases_pkey" PRIMARY KEY ("key")
);

ALTER TABLE "connection_writings" ADD CONSTRAINT "connection_writings_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "written_records" ADD CONSTRAINT "written_records_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "change_plans" ADD CONSTRAINT "change_plans_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A job's key may name a zone.
ALTER TABLE "jobs" ALTER COLUMN "key" SET DATA TYPE VARCHAR(350);
