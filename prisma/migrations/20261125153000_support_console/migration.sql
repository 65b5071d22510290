-- Support staff may look at a company's own dashboard: which one, and until when, stands in the row of their browser.
ALTER TABLE "user_sessions" ADD COLUMN "viewing_tenant_id" UUID, ADD COLUMN "viewing_until" TIMESTAMPTZ(3);

-- The queue of the support console reads what waits longest, across companies, and never what is live or over.
CREATE INDEX "connections_stuck_idx" ON "connections"("state_changed_at", "id") WHERE (state <> 'live' AND state <> 'archived');

-- Jobs that were given up are few among many.
CREATE INDEX "jobs_failed_idx" ON "jobs"("failed_at") WHERE (failed_at IS NOT NULL);
