-- New accounts get hints until they end them. Those that are here already need none.
ALTER TABLE "users" ADD COLUMN "tour_ended_at" TIMESTAMPTZ(3);

UPDATE "users" SET "tour_ended_at" = CURRENT_TIMESTAMP;
