-- Connections keep the template that they were made with. Those of before are given their application's of now, which
-- was the one that held for them until this moment.
UPDATE "connections" c SET "dns_records" = a."record_template"
FROM "applications" a
WHERE a."id" = c."application_id" AND c."dns_records" IS NULL AND a."record_template" IS NOT NULL;
