import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { assertSameOrigin } from "@/lib/accounts/auth/same-origin";
import { errorResponse } from "@/lib/api/error-response";
import { clientOf } from "@/lib/api/handle-form";
import { nextAuthOptions } from "@/lib/api/next-auth-options";
import { getRuntime } from "@/lib/api/runtime";

/** The next-auth actions that our pages use. Not `session`: GET /v1/session reads the session's row. */
const actions = new Set(["csrf", "signin", "signout", "callback", "error"]);
const maxBodyBytes = 16_384;

type AuthRoute = { params: Promise<{ nextauth: string[] }> };

async function answer(request: NextRequest, route: AuthRoute): Promise<Response> {
  const runtime = await getRuntime();
  const client = clientOf(runtime, request.headers);
  const [action = ""] = (await route.params).nextauth;
  if (!actions.has(action) || Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) {
    return new Response(null, { status: 404 });
  }
  try {
    // Only POST: identity providers redirect the browser back with a cross-site GET, which carries our `state`.
    if (request.method === "POST") assertSameOrigin(runtime.service.policy, request.method, request.headers);
  } catch (error) {
    return errorResponse(error, client.requestId, runtime.env.appUrl, runtime.service.log);
  }
  return NextAuth(request, route, nextAuthOptions(runtime, client));
}

export { answer as GET, answer as POST };
