import Ajv, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import type { HttpMethod, Operation } from "@/lib/api/openapi-document";

export const document = openApiDocument(endpoints);

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(closed(document) as object, "api");
const validators = new Map<string, ValidateFunction>();

/** The OpenAPI operation of an endpoint. */
export function operationOf(endpoint: Endpoint): Operation {
  const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase() as HttpMethod];
  if (!operation) throw new Error(`the document lacks ${endpoint.id}`);
  return operation;
}

/** Where a response deviates from the document for its status, or contains more. */
export function problemsOf(endpoint: Endpoint, answer: { status: number; json: unknown }): string[] {
  const response = operationOf(endpoint).responses[answer.status];
  if (!response) return [`the status ${answer.status} is not documented`];
  const path = endpoint.path.replaceAll("~", "~0").replaceAll("/", "~1");
  const inline = `#/paths/${path}/${endpoint.method.toLowerCase()}/responses/${answer.status}`;
  const where = `api${"$ref" in response ? response.$ref : inline}/content/application~1json/schema`;
  const validate = validators.get(where) ?? ajv.compile({ $ref: encodeURI(where) });
  validators.set(where, validate);
  if (validate(answer.json)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const extra = "additionalProperty" in params ? `: ${params.additionalProperty}` : "";
    return `${instancePath} ${message}${extra}`;
  });
}

/**
 * The published document leaves objects open, so that a new field breaks no client. Here they are closed: an
 * undocumented field is a leak.
 */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
  const isObjectSchema = copy.type === "object" && typeof copy.properties === "object";
  return isObjectSchema && !("additionalProperties" in copy) ? { ...copy, additionalProperties: false } : copy;
}
