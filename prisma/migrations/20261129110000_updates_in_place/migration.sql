-- A re-check of a live domain writes the time of the check, which no index contains. With free space in its page, the new
-- version of the row stays there, and no index gets an entry (a HOT update).
ALTER TABLE "connections" SET (
  fillfactor = 85,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2
);

-- Claiming and settling a job move it in its indexes. What that leaves is removed before it is more than the table itself,
-- and without pauses: a worker writes thousands of versions a second.
ALTER TABLE "jobs" SET (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0
);
