CREATE TYPE "webhook_disabled_reason" AS ENUM ('failing', 'gone');

ALTER TABLE "webhook_endpoints"
    -- Nothing is sent before then: the receiver asked for it by Retry-After.
    ADD COLUMN "wait_until" TIMESTAMPTZ(3),
    -- Why we disabled it: until now, after days of failure only.
    ADD COLUMN "disabled_reason" "webhook_disabled_reason";

UPDATE "webhook_endpoints" SET "disabled_reason" = 'failing' WHERE "status" = 'disabled';
