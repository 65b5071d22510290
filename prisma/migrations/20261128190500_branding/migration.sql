-- How a company presents itself on share pages and in mails to DNS owners.
CREATE TABLE "brands" (
    "tenant_id" UUID NOT NULL,
    "display_name" VARCHAR(120),
    "color" CHAR(7),
    "help_url" VARCHAR(2048),
    "hide_powered_by" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brands_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "brand_logos" (
    "tenant_id" UUID NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "media_type" VARCHAR(40) NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brand_logos_pkey" PRIMARY KEY ("tenant_id")
);

CREATE UNIQUE INDEX "brand_logos_hash_key" ON "brand_logos"("hash");

-- The hostname that serves the company's share pages: at most one.
ALTER TABLE "hostname_claims" ADD COLUMN "serves_share_pages" BOOLEAN NOT NULL DEFAULT false;

CREATE UNIQUE INDEX "hostname_claims_share_pages_key" ON "hostname_claims"("tenant_id") WHERE (serves_share_pages);

-- Share links that were sent by mail, and the recipients who want no more.
ALTER TABLE "share_links" ADD COLUMN "mailed_to" VARCHAR(254), ADD COLUMN "stop_token_hash" CHAR(64);

CREATE UNIQUE INDEX "share_links_stop_token_hash_key" ON "share_links"("stop_token_hash");

CREATE TABLE "mail_suppressions" (
    "tenant_id" UUID NOT NULL,
    "recipient_hash" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_suppressions_pkey" PRIMARY KEY ("tenant_id", "recipient_hash")
);
