import type { z } from "zod";
import { assertSameOrigin } from "@/lib/accounts/auth/same-origin";
import type { Client } from "@/lib/accounts/auth/start-session";
import { clientAddress } from "@/lib/api/client-address";
import { errorResponse, jsonResponse } from "@/lib/api/error-response";
import { assertText, readBody } from "@/lib/api/read-input";
import type { RouteRequest } from "@/lib/api/route-request";
import { getRuntime, type Runtime } from "@/lib/api/runtime";
import { newId } from "@/lib/kernel/ids";
import { fromWire, toWire } from "@/lib/kernel/wire";
import type { ServiceContext } from "@/lib/platform/ports/context";

/**
 * The route of a form that is used before sign-in: takes JSON from our own pages only, and answers with JSON or the error
 * envelope. Not part of the public API.
 */
export function handleForm<S extends z.ZodType>(
  schema: S,
  verb: (service: ServiceContext, input: z.output<S>, client: Client, headers: Headers) => Promise<unknown>,
): (request: RouteRequest) => Promise<Response> {
  return async (request) => {
    const runtime = await getRuntime();
    const { service, env } = runtime;
    const client = clientOf(runtime, request.headers);
    try {
      assertSameOrigin(service.policy, request.method, request.headers);
      const body = await readBody(request);
      assertText(body);
      const answer = await verb(service, schema.parse(fromWire(body)), client, request.headers);
      return jsonResponse(toWire(answer), 200, client.requestId);
    } catch (error) {
      return errorResponse(error, client.requestId, env.appUrl, service.log);
    }
  };
}

/** The browser that sent the request. */
export function clientOf({ service, env }: Pick<Runtime, "service" | "env">, headers: Headers): Client {
  return {
    ip: clientAddress(headers, env.trustedProxies),
    userAgent: headers.get("user-agent") ?? "",
    requestId: newId(service.now()),
  };
}
