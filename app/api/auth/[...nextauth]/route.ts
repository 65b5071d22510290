import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { assertSameOrigin } from "@/lib/accounts/auth/same-origin";
import { errorResponse } from "@/lib/api/error-response";
import { clientOf } from "@/lib/api/handle-form";
import { nextAuthOptions } from "@/lib/api/next-auth-options";
import { assertText, readBody } from "@/lib/api/read-input";
import { getRuntime } from "@/lib/api/runtime";
import { Refusal } from "@/lib/kernel/errors";

/** The next-auth actions that our pages use. Not `session`: GET /v1/session reads the session's row. */
const actions = new Set(["csrf", "signin", "signout", "callback", "error"]);

type AuthRoute = { params: Promise<{ nextauth: string[] }> };

async function answer(request: NextRequest, route: AuthRoute): Promise<Response> {
  const runtime = await getRuntime();
  const client = clientOf(runtime, request.headers);
  const [action = ""] = (await route.params).nextauth;
  try {
    if (!actions.has(action)) throw new Refusal("not_found", "There is nothing here.");
    // Only POST: identity providers redirect the browser back with a cross-site GET, which carries our `state`.
    if (request.method === "POST") {
      assertSameOrigin(runtime.service.policy, request.method, request.headers);
      const isJson = request.headers.get("content-type")?.includes("application/json");
      if (isJson) assertText(await readBody(request.clone()));
    }
    return await NextAuth(request, route, nextAuthOptions(runtime, client));
  } catch (error) {
    return errorResponse(error, client.requestId, runtime.env.appUrl, runtime.service.log);
  }
}

export { answer as GET, answer as POST };
