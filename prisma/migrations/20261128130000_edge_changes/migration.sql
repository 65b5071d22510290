-- What edges must know, in the order in which it was written. A row gets its sequence after its commit, so that a reader
-- never skips one that commits late.
CREATE TABLE "edge_changes" (
    "id" BIGSERIAL NOT NULL,
    "sequence" BIGINT,
    "nonce" UUID NOT NULL DEFAULT gen_random_uuid(),
    "change" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "edge_changes_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "edge_changes_sequence_key" ON "edge_changes"("sequence");
CREATE INDEX "edge_changes_unsequenced_idx" ON "edge_changes"("id") WHERE (sequence IS NULL);
CREATE INDEX "edge_changes_created_at_idx" ON "edge_changes"("created_at");

-- The edges that have reported to this installation.
CREATE TABLE "edges" (
    "id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "probe_address" VARCHAR(120),
    "responder_version" VARCHAR(40) NOT NULL,
    "caddy_version" VARCHAR(40),
    -- How far it has applied the changes.
    "sequence" BIGINT NOT NULL DEFAULT 0,
    "hosts" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_ask_at" TIMESTAMPTZ(3),
    -- The last batch of ask counts that was added, so that a batch that is sent again counts once.
    "ask_batch" BIGINT NOT NULL DEFAULT 0,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "renewals" JSONB,

    CONSTRAINT "edges_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "edges_seen_at_idx" ON "edges"("seen_at");

-- Caddy's ask requests at all edges, by minute.
CREATE TABLE "ask_minutes" (
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "allowed" BIGINT NOT NULL DEFAULT 0,
    "refused" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "ask_minutes_pkey" PRIMARY KEY ("minute")
);
