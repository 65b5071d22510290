-- Deliveries and their attempts become partitioned by time in three steps, so that no lock is held while rows are read. This
-- one adds what the last one needs: a bound that all existing rows are below. It is checked for new rows only, for a moment.
-- With rows: far enough ahead that a release which is taken back here can go on for two months.
DO $$
DECLARE
  newest uuid := (SELECT id FROM webhook_deliveries ORDER BY id DESC LIMIT 1);
  day timestamptz := date_trunc('day', now(), 'UTC') + CASE WHEN newest IS NULL THEN interval '1 day' ELSE interval '60 days' END;
  ms bigint := (EXTRACT(EPOCH FROM day) * 1000)::bigint;
  time_of_newest bigint := ('x' || lpad(left(replace(newest::text, '-', ''), 12), 16, '0'))::bit(64)::bigint;
  digits text;
  bound text;
BEGIN
  SET LOCAL lock_timeout = '5s';
  -- A clock may have been ahead.
  ms := LEAST(GREATEST(ms, COALESCE(time_of_newest + 1, 0)), 281474976710655);
  digits := lpad(to_hex(ms), 12, '0');
  bound := left(digits, 8) || '-' || right(digits, 4) || '-0000-0000-000000000000';
  EXECUTE format('ALTER TABLE webhook_deliveries ADD CONSTRAINT webhook_deliveries_bound CHECK (id < %L::uuid) NOT VALID', bound);
  EXECUTE format('ALTER TABLE webhook_attempts ADD CONSTRAINT webhook_attempts_bound CHECK (delivery_id < %L::uuid) NOT VALID', bound);
END $$;
