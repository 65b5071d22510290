-- What is wrong with a worker at the moment. The version before leaves it empty.
ALTER TABLE worker_heartbeats ADD COLUMN problems jsonb NOT NULL DEFAULT '[]';
