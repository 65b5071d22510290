import { z } from "zod";

/** A time: a `Date` for us and in the client, RFC 3339 text on the wire. */
export const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
