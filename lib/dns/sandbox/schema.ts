import { z } from "zod";

/** A record that somebody publishes in the sandbox's zone, or deletes from it. Its form imports this too. */
export const sandboxRecordSchema = z.strictObject({
  name: z.string().max(300),
  type: z.string().max(10),
  value: z.string().max(4_096).optional(),
  ttl: z.number().int().min(0).max(86_400).optional(),
});

export type SandboxRecordInput = z.output<typeof sandboxRecordSchema>;
