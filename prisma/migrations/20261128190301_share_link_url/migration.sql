-- A share link can be copied again: its token, encrypted. Empty once the link has ended. And whether it was opened.
ALTER TABLE "share_links" ADD COLUMN "token_sealed" BYTEA,
    ADD COLUMN "first_opened_at" TIMESTAMPTZ(3),
    ADD COLUMN "last_opened_at" TIMESTAMPTZ(3);

-- What the sweep empties, and what is encrypted with a new key.
CREATE INDEX "share_links_sealed_idx" ON "share_links"("id") WHERE token_sealed IS NOT NULL;
