import { z } from "zod";
import { isoDate } from "@/lib/kernel/iso-date";

/** Shapes of widget tokens on the wire: no server imports, so that a browser can use them too. */

export const createTokenSchema = z.strictObject({
  applicationId: z.uuid(),
  domain: z.string().min(1).max(1_000).optional(),
});

export type CreateTokenInput = z.infer<typeof createTokenSchema>;

export const tokenSchema = z.object({ authToken: z.string(), expiresAt: isoDate });

export type TokenResource = z.infer<typeof tokenSchema>;
