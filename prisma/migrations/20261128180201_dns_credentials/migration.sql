-- Access to an account at a DNS provider, which a tenant gave to one of its applications.
CREATE TABLE "dns_credentials" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "provider" VARCHAR(40) NOT NULL,
    "label" VARCHAR(120) NOT NULL,
    -- The fields as JSON, encrypted. Empty once the credential is deleted.
    "fields_sealed" BYTEA NOT NULL,
    -- What may be shown, by field: the value of one that is not secret, the last characters of one that is.
    "hints" JSONB NOT NULL,
    "zones_complete" BOOLEAN NOT NULL,
    "probed_zone" VARCHAR(253),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" VARCHAR(80) NOT NULL,
    "tested_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_error_code" VARCHAR(60),
    "last_error" VARCHAR(300),
    "last_error_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    -- The fewest days before its expiry for which a mail was sent.
    "expiry_mailed" INTEGER,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "dns_credentials_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "dns_credentials_tenant_id_application_id_id_idx" ON "dns_credentials"("tenant_id", "application_id", "id");
-- What the daily trial takes next.
CREATE INDEX "dns_credentials_tested_idx" ON "dns_credentials"("tested_at", "id") WHERE (deleted_at IS NULL);

-- A zone that a credential reaches.
CREATE TABLE "dns_credential_zones" (
    "credential_id" UUID NOT NULL,
    "name" VARCHAR(253) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,

    CONSTRAINT "dns_credential_zones_pkey" PRIMARY KEY ("credential_id", "name")
);

-- Which credential of an application covers a hostname: by exact names.
CREATE INDEX "dns_credential_zones_application_id_name_idx" ON "dns_credential_zones"("application_id", "name");

ALTER TABLE "dns_credentials" ADD CONSTRAINT "dns_credentials_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "dns_credential_zones" ADD CONSTRAINT "dns_credential_zones_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "dns_credentials"("id") ON DELETE CASCADE ON UPDATE CASCADE;
