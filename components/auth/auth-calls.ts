import { forgetVisits } from "@/components/session/recent-visits";
import { ApiError, fetchJson } from "@/lib/api/client";

const timeoutMs = 20_000;
export type Credentials = { email: string; password: string; token?: string };

/**
 * Signs this browser in.
 * @throws ApiError
 */
export async function signIn(credentials: Credentials): Promise<void> {
  const { url } = await postToNextAuth("callback/credentials", credentials);
  const error = new URL(url, window.location.origin).searchParams.get("error");
  if (error === null) return;
  const { code, message, param, requestId } = fieldsOf(parseJson(error));
  if (code === undefined || message === undefined) {
    throw failed("unreadable", "Latchkey sent an unexpected response. Reload the page.");
  }
  throw new ApiError({ code, message, param: param || null, details: {}, requestId: requestId ?? null });
}

/**
 * Ends this browser's session, removes its cookie, and forgets the visited pages.
 * @throws ApiError: the session goes on
 */
export async function signOut(): Promise<void> {
  await postToNextAuth("signout", {});
  forgetVisits();
}

/** Redirects to an identity provider, which redirects back to `next`. @throws ApiError */
export async function signInWith(provider: "github" | "google", next: string): Promise<void> {
  const { url } = await postToNextAuth(`signin/${provider}`, { callbackUrl: next });
  window.location.assign(url);
}

/** One of our own forms. @throws ApiError */
export function postForm(
  form: "sign-up" | "forgot-password" | "reset-password" | "accept-invitation",
  body: Record<string, unknown>,
): Promise<unknown> {
  return fetchJson(`/api/auth/${form}`, { method: "POST", body });
}

/** NextAuth reports an error in the URL that it returns, whatever the status. */
async function postToNextAuth(action: string, fields: Record<string, string>): Promise<{ url: string }> {
  const { csrfToken } = fieldsOf(await fetchJson("/api/auth/csrf", { method: "GET" }));
  let answer: unknown;
  try {
    const response = await fetch(`/api/auth/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...fields, csrfToken, json: "true" }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    answer = parseJson(await response.text());
  } catch {
    throw failed("unreachable", "Latchkey cannot be reached right now.");
  }
  const { url } = fieldsOf(answer);
  if (url !== undefined) return { url };
  throw failed("unreadable", "Something went wrong on our side. Try again in a minute.");
}

/** The string fields of a response. Read by hand: zod would be a sixth of the script of these first pages. */
function fieldsOf(answer: unknown): Partial<Record<string, string>> {
  if (typeof answer !== "object" || answer === null) return {};
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => typeof value === "string"));
}

function failed(code: string, message: string): ApiError {
  return new ApiError({ code, message, param: null, details: {}, requestId: null });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
