-- All deliveries and attempts are found to be below the bound: rows are read beside whatever reads and writes them.
-- locks: nothing; the larger the tables are, the longer it takes, about 1 s for 2 million rows
ALTER TABLE "webhook_deliveries" VALIDATE CONSTRAINT "webhook_deliveries_bound";
ALTER TABLE "webhook_attempts" VALIDATE CONSTRAINT "webhook_attempts_bound";
