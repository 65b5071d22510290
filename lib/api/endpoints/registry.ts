import * as applications from "@/lib/api/endpoints/applications";
import * as audit from "@/lib/api/endpoints/audit";
import * as branding from "@/lib/api/endpoints/branding";
import * as changes from "@/lib/api/endpoints/changes";
import * as connections from "@/lib/api/endpoints/connections";
import * as credentials from "@/lib/api/endpoints/credentials";
import * as diagnosis from "@/lib/api/endpoints/diagnosis";
import * as domainConnect from "@/lib/api/endpoints/domain-connect";
import * as domains from "@/lib/api/endpoints/domains";
import * as email from "@/lib/api/endpoints/email";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import * as plans from "@/lib/api/endpoints/plans";
import * as providers from "@/lib/api/endpoints/providers";
import * as records from "@/lib/api/endpoints/records";
import * as session from "@/lib/api/endpoints/session";
import * as stats from "@/lib/api/endpoints/stats";
import * as support from "@/lib/api/endpoints/support";
import * as team from "@/lib/api/endpoints/team";
import * as tokens from "@/lib/api/endpoints/tokens";
import * as webhooks from "@/lib/api/endpoints/webhooks";

/** The modules that export endpoints, each as `<id>Endpoint`. */
export const endpointModules = [
  connections,
  records,
  diagnosis,
  changes,
  domains,
  domainConnect,
  email,
  applications,
  credentials,
  tokens,
  webhooks,
  stats,
  plans,
  audit,
  providers,
  team,
  branding,
  session,
  support,
] as const;

/** Every endpoint of `/v1`, in the order of the reference. */
export const endpoints = endpointModules.flatMap((module) => Object.values<Endpoint>(module)) as readonly (Endpoint & {
  id: EndpointId;
})[];

type EndpointModule = (typeof endpointModules)[number];
type ExportNames<M> = M extends unknown ? keyof M : never;
type IdOf<Name> = Name extends `${infer Id}Endpoint` ? Id : never;
type ExportOf<M, Name extends string> = M extends Record<Name, infer E> ? E : never;

/** A module exports the endpoint `createToken` as `createTokenEndpoint`. */
export type EndpointId = IdOf<ExportNames<EndpointModule>>;
export type EndpointOf<Id extends EndpointId> = ExportOf<EndpointModule, `${Id}Endpoint`>;

const byId = new Map<string, Endpoint>(endpoints.map((endpoint) => [endpoint.id, endpoint]));

export function endpointOf({ id }: { id: EndpointId }): Endpoint {
  const endpoint = byId.get(id);
  if (endpoint === undefined) throw new Error(`there is no endpoint ${id}`);
  return endpoint;
}
