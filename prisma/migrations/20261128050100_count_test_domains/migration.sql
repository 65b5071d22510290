-- Active test domains of before they were counted. Sums (what was started, issued or called) begin at zero.
INSERT INTO "usage_counters" ("tenant_id", "kind", "period", "used")
SELECT c.tenant_id, 'test_active_domain', DATE '1970-01-01', count(*)
FROM "connections" c JOIN "applications" a ON a.id = c.application_id
WHERE a.environment = 'test' AND c.state NOT IN ('archived', 'failed')
GROUP BY c.tenant_id
ON CONFLICT ("tenant_id", "kind", "period") DO UPDATE SET used = EXCLUDED.used;
