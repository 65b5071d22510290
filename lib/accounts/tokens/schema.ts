import { z } from "zod";
import { isoDate } from "@/lib/kernel/iso-date";

/** Widget tokens on the wire. No server imports: a browser uses them too. */

export const createTokenSchema = z.strictObject({
  applicationId: z.uuid(),
  domain: z.string().min(1).max(2_048).optional(),
});

export type CreateTokenInput = z.infer<typeof createTokenSchema>;

export const tokenSchema = z.object({ authToken: z.string(), expiresAt: isoDate });

export type TokenResource = z.infer<typeof tokenSchema>;
