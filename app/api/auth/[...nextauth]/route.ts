import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { assertSameOrigin } from "@/lib/accounts/auth/same-origin";
import { errorResponse } from "@/lib/api/error-response";
import { clientOf } from "@/lib/api/handle-form";
import { nextAuthOptions } from "@/lib/api/next-auth-options";
import { assertText, readBody } from "@/lib/api/read-input";
import { getRuntime } from "@/lib/api/runtime";
import { Refusal } from "@/lib/kernel/errors";

/**
 * The next-auth actions that our pages use, and what may follow: nothing, or a provider. Not `session`: GET /v1/session
 * reads the session's row.
 */
const actions: Record<string, "alone" | "provider"> = {
  csrf: "alone",
  error: "alone",
  signout: "alone",
  signin: "provider",
  callback: "provider",
};

type AuthRoute = { params: Promise<{ nextauth: string[] }> };

async function answer(request: NextRequest, route: AuthRoute): Promise<Response> {
  const runtime = await getRuntime();
  const client = clientOf(runtime, request.headers);
  const options = nextAuthOptions(runtime, client);
  try {
    assertAction(options, request.method, (await route.params).nextauth);
    // Only POST: identity providers redirect the browser back with a cross-site GET, which carries our `state`.
    if (request.method === "POST") {
      assertSameOrigin(runtime.service.policy, request.method, request.headers);
      const isJson = request.headers.get("content-type")?.includes("application/json");
      if (isJson) assertText(await readBody(request.clone()));
    }
    const response: Response = await NextAuth(request, route, options);
    response.headers.set("x-request-id", client.requestId);
    return response;
  } catch (error) {
    return errorResponse(error, client.requestId, runtime.env.appUrl, runtime.service.log);
  }
}

/** next-auth answers 500 to what it does not know. @throws Refusal not_found */
function assertAction({ providers }: NextAuthOptions, method: string, [action = "", ...rest]: string[]): void {
  const follows = Object.hasOwn(actions, action) ? actions[action] : null;
  const [id] = rest;
  const isProvider = providers.some((provider) => provider.id === id) && !(id === "credentials" && action === "signin");
  const isKnown = follows === "alone" ? rest.length === 0 : follows === "provider" && rest.length === 1 && isProvider;
  // A browser comes back from an identity provider with a GET; a password comes with a POST.
  if (isKnown && !(id === "credentials" && method !== "POST")) return;
  throw new Refusal("not_found", "There is nothing here.");
}

export { answer as GET, answer as POST };
