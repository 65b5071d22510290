import type { z } from "zod";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import type { EndpointId, EndpointOf } from "@/lib/api/endpoints/registry";

type Inputs = { [Id in EndpointId]: EndpointOf<Id> extends Endpoint<infer I> ? z.input<I> : never };
type Parsed = { [Id in EndpointId]: EndpointOf<Id> extends Endpoint<infer I> ? z.output<I> : never };
type Outputs = { [Id in EndpointId]: EndpointOf<Id> extends Endpoint<z.ZodType, infer O> ? z.output<O> : never };

/** What a caller sends, and gets, in camelCase and with `Date`s. */
export type CallInput<Id extends EndpointId> = Inputs[Id];
export type CallOutput<Id extends EndpointId> = Outputs[Id];
/** The input as the verb gets it: parsed, with its defaults. */
export type CallParsed<Id extends EndpointId> = Parsed[Id];

/**
 * What a browser needs to call an endpoint: no schema, no example. The files beside this one have one for each endpoint;
 * `npm run calls` writes them.
 */
export type Call<Id extends EndpointId = EndpointId> = Pick<Endpoint, "tag" | "method" | "path"> & {
  id: Id;
  /** The longest that each text and list of the input may be, by name; `name.0`: each text of a list. */
  max?: Readonly<Record<string, number>>;
};
