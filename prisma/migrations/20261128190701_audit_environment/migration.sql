-- The log of one environment. Entries from before have none, and are in both.
ALTER TABLE "audit_entries" ADD COLUMN "environment" "environment";

CREATE INDEX "audit_entries_tenant_id_environment_id_idx" ON "audit_entries"("tenant_id", "environment", "id");
