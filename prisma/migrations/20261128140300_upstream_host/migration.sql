-- The host that an application's origin gets, in place of the visitor's; null: the visitor's.
ALTER TABLE "applications" ADD COLUMN "upstream_host" VARCHAR(253);
