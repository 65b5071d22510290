-- Names refuse control and invisible characters from now on (lib/kernel/one-line.ts). In older rows, each such character is
-- replaced with U+FFFD, so that it shows.
CREATE FUNCTION pg_temp.shown(name TEXT) RETURNS TEXT LANGUAGE SQL AS $$
  SELECT regexp_replace(name, '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe-\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff]', U&'\FFFD', 'g')
$$;
UPDATE "tenants" SET "name" = pg_temp.shown("name") WHERE "name" <> pg_temp.shown("name");
UPDATE "users" SET "name" = pg_temp.shown("name") WHERE "name" <> pg_temp.shown("name");
UPDATE "applications" SET "name" = pg_temp.shown("name") WHERE "name" <> pg_temp.shown("name");
UPDATE "api_keys" SET "name" = pg_temp.shown("name") WHERE "name" <> pg_temp.shown("name");
UPDATE "webhook_endpoints" SET "description" = pg_temp.shown("description")
  WHERE "description" <> pg_temp.shown("description");
DROP FUNCTION pg_temp.shown(TEXT);
