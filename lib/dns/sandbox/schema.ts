import { z } from "zod";
import { maxSandboxName, maxSandboxValue } from "@/lib/dns/sandbox/policy";

/** A record that somebody publishes in the sandbox's zone, or deletes from it. */
export const sandboxRecordSchema = z.strictObject({
  name: z.string().max(maxSandboxName),
  type: z.string().max(10),
  value: z.string().max(maxSandboxValue).optional(),
  ttl: z.number().int().min(0).max(86_400).optional(),
});

export type SandboxRecordInput = z.output<typeof sandboxRecordSchema>;
