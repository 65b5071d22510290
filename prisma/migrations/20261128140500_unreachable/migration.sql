-- For how long no nameserver of a live connection's domain gave a usable answer, and since when that is reported.
ALTER TABLE "connections" ADD COLUMN "silent_since" TIMESTAMPTZ(3),
  ADD COLUMN "silent_ms" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "unreachable_since" TIMESTAMPTZ(3);
