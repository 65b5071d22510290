import { metadataValuesSchema } from "@/lib/connections/schema";
import type { Connection } from "@/lib/db/generated/client";

/** What the tenant stored with a connection. */
export function metadataOf({ metadata }: Pick<Connection, "metadata">): Record<string, string> {
  return metadataValuesSchema.parse(metadata);
}
