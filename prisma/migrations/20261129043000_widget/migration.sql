-- How the widget of an application looks: what was chosen of it. Null: all of it is the default.
ALTER TABLE "applications" ADD COLUMN "widget" JSONB;

-- Who of the tenant's own users connects a hostname, in the tenant's words. The list is filtered by it.
ALTER TABLE "connections" ADD COLUMN "end_user_ref" VARCHAR(200);

CREATE INDEX "connections_end_user_idx" ON "connections"("tenant_id", "end_user_ref", "id") WHERE (end_user_ref IS NOT NULL);
