-- Filters of the audit log: by kind of actor, by actor, by request.
ALTER TABLE "audit_entries" ADD COLUMN "actor_kind" VARCHAR(80) NOT NULL GENERATED ALWAYS AS (split_part((actor)::text, ':'::text, 1)) STORED;

CREATE INDEX "audit_entries_tenant_id_actor_id_idx" ON "audit_entries"("tenant_id", "actor", "id");

CREATE INDEX "audit_entries_tenant_id_actor_kind_id_idx" ON "audit_entries"("tenant_id", "actor_kind", "id");

CREATE INDEX "audit_entries_request_id_idx" ON "audit_entries"("request_id");

-- Support searches people by a part of their address.
CREATE INDEX "users_email_trgm_idx" ON "users" USING GIN ("email" gin_trgm_ops);

CREATE INDEX "invitations_email_trgm_idx" ON "invitations" USING GIN ("email" gin_trgm_ops);
