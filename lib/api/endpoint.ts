import type { z } from "zod";
import type { Scope } from "@/lib/context";

/** An endpoint as data: what validates, documents and types it. Keys of `input` named in the path are path parameters. */
export type Endpoint<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With `{name}` for parameters, e.g. `/v1/connections/{id}`. */
  path: string;
  scope: Scope;
  summary: string;
  status: 200 | 201;
  input: I;
  output: O;
};

export function defineEndpoint<I extends z.ZodType, O extends z.ZodType>(endpoint: Endpoint<I, O>): Endpoint<I, O> {
  return endpoint;
}
