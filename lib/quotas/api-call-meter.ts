import type { Context, ServiceContext } from "@/lib/context";

/** Counts the requests to `/v1` of each tenant in memory; the sums go to the database in batches. */
export type ApiCallMeter = {
  /** @throws Refusal QuotaExceeded */
  count(ctx: Context): Promise<void>;
  flush(): Promise<void>;
};

export function createApiCallMeter(_service: ServiceContext): ApiCallMeter {
  return { async count() {}, async flush() {} };
}
