-- Search inside hostnames. A trusted extension since PostgreSQL 13: the database owner may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "environment" AS ENUM ('test', 'live');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'member');

-- CreateEnum
CREATE TYPE "hostname_kind" AS ENUM ('apex', 'subdomain');

-- CreateEnum
CREATE TYPE "setup_type" AS ENUM ('manual');

-- CreateEnum
CREATE TYPE "connection_state" AS ENUM ('created', 'pending_ownership', 'verifying', 'verified', 'dns_writing', 'propagating', 'stalled', 'issuing_cert', 'live', 'drifted', 'failed', 'archived');

-- CreateEnum
CREATE TYPE "fact" AS ENUM ('unknown', 'pending', 'ok', 'broken');

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "plan" VARCHAR(40) NOT NULL DEFAULT 'free',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "is_staff" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("tenant_id","user_id")
);

-- CreateTable
CREATE TABLE "applications" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "environment" "environment" NOT NULL,
    "record_template" JSONB,
    "allowed_origins" TEXT[],
    "upstream" VARCHAR(2048),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "applications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "environment" "environment" NOT NULL,
    "last4" CHAR(4) NOT NULL,
    "secret_hash" CHAR(64) NOT NULL,
    "scopes" TEXT[],
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connections" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "hostname" VARCHAR(253) NOT NULL,
    "hostname_unicode" VARCHAR(253) NOT NULL,
    "kind" "hostname_kind" NOT NULL,
    "registrable_domain" VARCHAR(253) NOT NULL,
    "setup_type" "setup_type" NOT NULL,
    "batch_id" VARCHAR(64),
    "challenge_value" VARCHAR(80) NOT NULL,
    "dns_records" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "connection_state" NOT NULL,
    "state_changed_at" TIMESTAMPTZ(3) NOT NULL,
    "error_code" VARCHAR(60),
    "last_sequence" INTEGER NOT NULL,
    "ownership" "fact" NOT NULL DEFAULT 'unknown',
    "pointing" "fact" NOT NULL DEFAULT 'unknown',
    "certificate_fact" "fact" NOT NULL DEFAULT 'unknown',
    "ownership_observation" JSONB,
    "records_observation" JSONB,
    "certificate" JSONB,
    "ownership_checked_at" TIMESTAMPTZ(3),
    "records_checked_at" TIMESTAMPTZ(3),
    "certificate_checked_at" TIMESTAMPTZ(3),
    "mismatches" INTEGER NOT NULL DEFAULT 0,
    "mismatch_since" TIMESTAMPTZ(3),
    "refused_probes" INTEGER NOT NULL DEFAULT 0,
    "watched_since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hostname_claims" (
    "hostname" VARCHAR(253) NOT NULL,
    "connection_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hostname_claims_pkey" PRIMARY KEY ("hostname")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "type" VARCHAR(60) NOT NULL,
    "actor" VARCHAR(80) NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" BIGSERIAL NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "key" VARCHAR(200),
    "payload" JSONB NOT NULL,
    "run_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "locked_by" VARCHAR(80),
    "locked_until" TIMESTAMPTZ(3),
    "last_error" VARCHAR(2000),
    "failed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ask_decisions" (
    "hostname" VARCHAR(253) NOT NULL,
    "allowed" BIGINT NOT NULL DEFAULT 0,
    "refused" BIGINT NOT NULL DEFAULT 0,
    "last_allowed" BOOLEAN NOT NULL,
    "last_reason" VARCHAR(60),
    "last_asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ask_decisions_pkey" PRIMARY KEY ("hostname")
);

-- CreateTable
CREATE TABLE "sandbox_records" (
    "name" VARCHAR(253) NOT NULL,
    "type" VARCHAR(10) NOT NULL,
    "value" VARCHAR(4096) NOT NULL,
    "ttl" INTEGER NOT NULL,

    CONSTRAINT "sandbox_records_pkey" PRIMARY KEY ("name","type","value")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE INDEX "applications_tenant_id_id_idx" ON "applications"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "api_keys"("secret_hash");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_application_id_id_idx" ON "api_keys"("tenant_id", "application_id", "id");

-- CreateIndex
CREATE INDEX "connections_tenant_id_id_idx" ON "connections"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "connections_tenant_id_state_id_idx" ON "connections"("tenant_id", "state", "id");

-- CreateIndex
CREATE INDEX "connections_tenant_id_application_id_id_idx" ON "connections"("tenant_id", "application_id", "id");

-- CreateIndex
CREATE INDEX "connections_tenant_id_batch_id_id_idx" ON "connections"("tenant_id", "batch_id", "id");

-- CreateIndex
CREATE INDEX "connections_hostname_trgm_idx" ON "connections" USING GIN ("hostname" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "connections_hostname_idx" ON "connections"("hostname");

-- CreateIndex
CREATE UNIQUE INDEX "connections_held_hostname_key" ON "connections"("tenant_id", "hostname") WHERE (state <> 'archived');

-- CreateIndex
CREATE UNIQUE INDEX "hostname_claims_connection_id_key" ON "hostname_claims"("connection_id");

-- CreateIndex
CREATE UNIQUE INDEX "events_connection_id_sequence_key" ON "events"("connection_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_key_key" ON "jobs"("key");

-- CreateIndex
CREATE INDEX "jobs_due_idx" ON "jobs"("run_at", "id") WHERE (locked_by IS NULL AND failed_at IS NULL);

-- CreateIndex
CREATE INDEX "jobs_leased_idx" ON "jobs"("locked_until") WHERE (locked_by IS NOT NULL);

-- CreateIndex
CREATE INDEX "ask_decisions_last_asked_at_idx" ON "ask_decisions"("last_asked_at");

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications" ADD CONSTRAINT "applications_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hostname_claims" ADD CONSTRAINT "hostname_claims_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

