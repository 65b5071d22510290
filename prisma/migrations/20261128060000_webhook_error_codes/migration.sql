-- Why an attempt had no answer, as a code: the text beside it is for people. Null: it had one, or is older than this column.
ALTER TABLE "webhook_attempts" ADD COLUMN "error_code" VARCHAR(40);
