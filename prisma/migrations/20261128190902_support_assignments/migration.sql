-- Who of support staff takes care of a connection.
CREATE TABLE "support_assignments" (
    "connection_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "support_assignments_pkey" PRIMARY KEY ("connection_id")
);

CREATE INDEX "support_assignments_user_id_connection_id_idx" ON "support_assignments"("user_id", "connection_id");

-- The support queue takes in a mistake at once.
CREATE INDEX "connections_mistakes_idx" ON "connections"("state_changed_at", "id") WHERE (finding_urgency = 'mistake');
