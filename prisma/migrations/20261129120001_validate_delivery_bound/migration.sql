-- Reads all rows, beside whatever reads and writes them.
ALTER TABLE "webhook_deliveries" VALIDATE CONSTRAINT "webhook_deliveries_bound";
ALTER TABLE "webhook_attempts" VALIDATE CONSTRAINT "webhook_attempts_bound";
