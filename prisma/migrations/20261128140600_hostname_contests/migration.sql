-- Created while another account held the hostname: its proof waits until it stands alone. False once it is proven.
ALTER TABLE "connections" ADD COLUMN "is_contest" BOOLEAN NOT NULL DEFAULT false;

-- How many hostnames of others a tenant contests.
CREATE INDEX "connections_contests_idx" ON "connections"("tenant_id") WHERE (is_contest);

-- Fresh proof of a hostname that another connection holds. The row exists while the contest runs.
CREATE TABLE "hostname_contests" (
    "connection_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    -- One contest of a hostname at a time.
    "hostname" VARCHAR(253) NOT NULL,
    "holder_connection_id" UUID NOT NULL,
    "holder_tenant_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    -- When the hostname moves, unless the evidence changes.
    "moves_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hostname_contests_pkey" PRIMARY KEY ("connection_id")
);

CREATE UNIQUE INDEX "hostname_contests_hostname_key" ON "hostname_contests"("hostname");
CREATE INDEX "hostname_contests_holder_connection_id_idx" ON "hostname_contests"("holder_connection_id");

ALTER TABLE "hostname_contests" ADD CONSTRAINT "hostname_contests_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "hostname_contests" ADD CONSTRAINT "hostname_contests_holder_connection_id_fkey" FOREIGN KEY ("holder_connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
