import { keepPreviousData } from "@tanstack/react-query";
import type { z } from "zod";
import { oneQuery } from "@/components/queries/endpoint-query";
import { generateEmailRecordsCall } from "@/lib/api/calls/generate-email-records";
import type { generateEmailRecordsSchema } from "@/lib/connections/email/schema";

/** A check costs some dozens of DNS queries, and 60 of a domain are allowed in a minute. */
const pollMs = 15_000;

/** Which records a provider needs and which are published. Repeated until all is well. */
export function emailRecordsQuery(input: z.input<typeof generateEmailRecordsSchema>) {
  return oneQuery(generateEmailRecordsCall, input, {
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data === undefined || state.data.ready || state.error ? false : pollMs),
  });
}
