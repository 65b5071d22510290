-- What an application needs for Domain Connect.
CREATE TABLE "domain_connect_settings" (
    "application_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "provider_id" VARCHAR(100) NOT NULL,
    "provider_name" VARCHAR(120) NOT NULL,
    "key_domain" VARCHAR(253) NOT NULL,
    "logo_url" VARCHAR(2048),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "domain_connect_settings_pkey" PRIMARY KEY ("application_id")
);

CREATE INDEX "domain_connect_settings_tenant_id_application_id_idx" ON "domain_connect_settings"("tenant_id", "application_id");

-- The key pairs that sign apply URLs.
CREATE TABLE "domain_connect_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "name" VARCHAR(63) NOT NULL,
    "public_key" VARCHAR(1000) NOT NULL,
    "private_key" BYTEA NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "domain_connect_keys_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "domain_connect_keys_application_id_name_key" ON "domain_connect_keys"("application_id", "name");

-- Visitors who were sent to a DNS provider.
CREATE TABLE "domain_connect_flows" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "state_hash" CHAR(64) NOT NULL,
    "principal" VARCHAR(80) NOT NULL,
    "popup" BOOLEAN NOT NULL,
    "return_url" VARCHAR(2048),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "domain_connect_flows_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "domain_connect_flows_state_hash_key" ON "domain_connect_flows"("state_hash");
CREATE INDEX "domain_connect_flows_connection_id_id_idx" ON "domain_connect_flows"("connection_id", "id");
