-- The first finding of a connection's newest diagnosis: the list shows it, and is filtered by it.
ALTER TABLE "connections" ADD COLUMN "finding_code" VARCHAR(64),
ADD COLUMN "finding_title" VARCHAR(300),
ADD COLUMN "finding_urgency" VARCHAR(10),
ADD COLUMN "finding_at" TIMESTAMPTZ(3);

CREATE INDEX "connections_finding_idx" ON "connections"("tenant_id", "finding_code", "id") WHERE (finding_code IS NOT NULL);

-- What the newest stored diagnosis of each connection found. Urgency comes from severity and code.
UPDATE "connections" c SET "finding_code" = d.code, "finding_title" = left(d.title, 300),
  "finding_urgency" = CASE
    WHEN d.severity IS DISTINCT FROM 'blocking' THEN 'note'
    WHEN d.code IN ('txt-missing', 'cname-missing', 'address-missing', 'record-missing', 'wildcard-hides-challenge',
      'wildcard-hides-record', 'origin-not-confirmed', 'txt-partly-published', 'records-partly-published',
      'ca-rate-limited', 'certificate-limit-reached') THEN 'waiting'
    ELSE 'mistake' END, "finding_at" = d.taken_at
FROM (
  SELECT DISTINCT ON (connection_id) connection_id, taken_at, codes[1] AS code, findings -> 0 ->> 'title' AS title,
    findings -> 0 ->> 'severity' AS severity
  FROM "diagnosis_snapshots" ORDER BY connection_id, id DESC
) d
WHERE d.connection_id = c.id AND d.code IS NOT NULL AND d.title IS NOT NULL AND c.state NOT IN ('live', 'failed', 'archived')
  AND d.taken_at >= c.state_changed_at;
