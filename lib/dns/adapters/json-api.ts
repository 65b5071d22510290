import type { z } from "zod";
import type { ProviderHttp, ProviderRequest, ProviderResponse } from "@/lib/dns/adapters/provider-http";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/** `json`: the parsed body; undefined where it is none, as in a proxy's page. */
export type JsonResponse = Pick<ProviderResponse, "status" | "headers"> & { json: unknown };

export type JsonRequest = Omit<ProviderRequest, "headers" | "body"> & {
  headers?: Record<string, string>;
  json?: unknown;
};

export async function sendJson(http: ProviderHttp, request: JsonRequest): Promise<JsonResponse> {
  const { json, headers, ...rest } = request;
  const hasBody = json !== undefined;
  const {
    status,
    headers: received,
    body,
  } = await http.send({
    ...rest,
    headers: { accept: "application/json", ...(hasBody && { "content-type": "application/json" }), ...headers },
    ...(hasBody && { body: JSON.stringify(json) }),
  });
  return { status, headers: received, json: parseJson(body) };
}

/** @throws ProviderFault read_incomplete: the answer is not what the provider documents, so nothing may be concluded from it */
export function readAnswer<T>(schema: z.ZodType<T>, { status, json }: Pick<JsonResponse, "status" | "json">): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ProviderFault("read_incomplete", { status });
}

/** undefined: not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
