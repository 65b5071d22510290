import type { JsonSchema } from "@/lib/api/wire-schemas";
import type { Scope } from "@/lib/kernel/scopes";

/** The parts of OpenAPI 3.1 that our document uses. */
export type OpenApiDocument = {
  openapi: "3.1.1";
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Partial<Record<HttpMethod, Operation>>>;
  components: {
    schemas: Record<string, JsonSchema>;
    parameters: Record<string, Parameter>;
    headers: Record<string, Header>;
    examples: Record<string, { value: unknown }>;
    responses: Record<string, Response>;
    securitySchemes: Record<string, SecurityScheme>;
  };
};

export const httpMethods = ["get", "post", "put", "patch", "delete"] as const;
export type HttpMethod = (typeof httpMethods)[number];

export type Reference = { $ref: string };

export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  /** The scope that an API key needs; null: open to everyone. */
  "x-scope": Scope | null;
  "x-widget-token": boolean;
  security: Record<string, string[]>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { required: boolean; content: { "application/json": { schema: JsonSchema; example: unknown } } };
  responses: Record<string, Response | Reference>;
};

export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
};

export type Header = { description: string; schema: JsonSchema };

export type Response = {
  description: string;
  headers: Record<string, Reference>;
  content: {
    "application/json": { schema: JsonSchema; example?: unknown; examples?: Record<string, Reference> };
  };
  /** The codes of an error response. */
  "x-codes"?: string[];
};

export type SecurityScheme =
  | { type: "http"; scheme: "bearer"; bearerFormat?: string; description: string }
  | { type: "apiKey"; in: "cookie"; name: string; description: string };
