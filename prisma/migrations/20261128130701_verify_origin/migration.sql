-- Whether a connection becomes live only once the tenant's server returns its id through the edge.
ALTER TABLE "applications" ADD COLUMN "verify_origin" BOOLEAN NOT NULL DEFAULT false;
