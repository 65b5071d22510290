import { z } from "zod";
import { isoDate } from "@/lib/kernel/iso-date";
import { oneLine } from "@/lib/kernel/one-line";

/** Widget tokens on the wire. No server imports: a browser uses them too. */

export const maxEndUserRef = 200;

export const createTokenSchema = z.strictObject({
  applicationId: z.uuid(),
  domain: z.string().min(1).max(2_048).optional(),
  endUserRef: oneLine(maxEndUserRef)
    .optional()
    .describe(
      "Who of your own users it is for. Connections made with the token get it as `end_user_ref`, and the browser cannot change it.",
    ),
});

export type CreateTokenInput = z.infer<typeof createTokenSchema>;

export const tokenSchema = z.object({ authToken: z.string(), expiresAt: isoDate });

export type TokenResource = z.infer<typeof tokenSchema>;
