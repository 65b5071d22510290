-- A released claim, until each edge has confirmed that it no longer serves the hostname for that connection. A connection's
-- claim is released once in its life.
CREATE TABLE "connection_stops" (
    "connection_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    -- Of what was released together: one job confirms all of it.
    "release_id" UUID NOT NULL,
    "hostname" VARCHAR(253) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,
    -- The change that releases it at the edges, and its sequence once it is known: the changes are swept.
    "change_id" BIGINT NOT NULL,
    "sequence" BIGINT,
    -- When it was first reported that edges are late.
    "delayed_at" TIMESTAMPTZ(3),
    -- When nothing more was to be waited for.
    "settled_at" TIMESTAMPTZ(3),
    -- Edges that confirmed, with the seconds since the release; and those that are waited for, or that never did.
    "confirmed" JSONB NOT NULL DEFAULT '[]',
    "unconfirmed" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "connection_stops_pkey" PRIMARY KEY ("connection_id")
);

ALTER TABLE "connection_stops" ADD CONSTRAINT "connection_stops_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "connection_stops_pending_idx" ON "connection_stops"("release_id") WHERE (settled_at IS NULL);
-- The same hostname may be connected and released again meanwhile.
CREATE INDEX "connection_stops_hostname_idx" ON "connection_stops"("hostname");
-- What support has to know about.
CREATE INDEX "connection_stops_delayed_idx" ON "connection_stops"("released_at") WHERE (settled_at IS NULL AND delayed_at IS NOT NULL);

-- What edges answered for hostnames that were released, until the connection's stop is settled.
CREATE TABLE "edge_stops" (
    "connection_id" UUID NOT NULL,
    "edge_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "ask_status" INTEGER NOT NULL,
    "route_status" INTEGER NOT NULL,
    -- When the control plane received it: the clocks of edges may differ.
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "edge_stops_pkey" PRIMARY KEY ("connection_id","edge_id")
);
