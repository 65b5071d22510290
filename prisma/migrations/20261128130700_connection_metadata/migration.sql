-- What a tenant stores with a connection of its own: names and texts. `reference` among them goes to the origin.
ALTER TABLE "connections" ADD COLUMN "metadata" JSONB NOT NULL DEFAULT '{}';
