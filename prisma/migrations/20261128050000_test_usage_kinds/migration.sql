-- Test applications have limits too. Their counters are filled in the next migration: a value of an enum cannot be used in
-- the transaction that adds it.
ALTER TYPE "usage_kind" ADD VALUE 'test_connect';
ALTER TYPE "usage_kind" ADD VALUE 'test_active_domain';
ALTER TYPE "usage_kind" ADD VALUE 'test_cert';
ALTER TYPE "usage_kind" ADD VALUE 'test_api_call';
ALTER TYPE "usage_kind" ADD VALUE 'test_check';
