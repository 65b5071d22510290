import { z } from "zod";

/** Shapes of changes on the wire: no server imports, so that a browser can use them too. */

export const listChangesSchema = z.strictObject({
  /** The `cursor` of the answer before; without it the answer is a first cursor, at once. */
  after: z.string().min(1).max(200).optional(),
  /** For how many seconds to wait until something changes. */
  wait: z.coerce.number().int().min(0).max(25).default(0),
});

export type ListChangesInput = z.infer<typeof listChangesSchema>;

export const changesSchema = z.object({
  cursor: z.string(),
  connectionIds: z.array(z.uuid()),
  /** More has changed than is named here: read again whatever you show. */
  more: z.boolean(),
});

export type ChangesResource = z.infer<typeof changesSchema>;
