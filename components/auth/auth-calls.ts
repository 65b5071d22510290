import { z } from "zod";
import { forgetVisits } from "@/components/shell/recent-visits";
import { ApiError, fetchJson } from "@/lib/api/client";

const timeoutMs = 20_000;
const csrfSchema = z.object({ csrfToken: z.string() });
const redirectSchema = z.object({ url: z.string() });
const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  param: z.string().nullish(),
  requestId: z.string().nullish(),
});

export type Credentials = { email: string; password: string; token?: string };

/**
 * Signs this browser in.
 * @throws ApiError
 */
export async function signIn(credentials: Credentials): Promise<void> {
  const { url } = await postToNextAuth("callback/credentials", credentials);
  const error = new URL(url, window.location.origin).searchParams.get("error");
  if (error === null) return;
  const problem = problemSchema.safeParse(parseJson(error));
  if (!problem.success) throw failed("unreadable", "Latchkey gave an answer that is not known here. Reload the page.");
  const { code, message, param, requestId } = problem.data;
  throw new ApiError({ code, message, param: param || null, details: {}, requestId: requestId ?? null });
}

/**
 * Ends this browser's session, takes its cookie away, and forgets what was looked at.
 * @throws ApiError: it is not ended
 */
export async function signOut(): Promise<void> {
  await postToNextAuth("signout", {});
  forgetVisits();
}

/** Leaves for an identity provider; the browser comes back to `next`. @throws ApiError */
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

/** It answers a refusal with an address that carries it, under any status. */
async function postToNextAuth(action: string, fields: Record<string, string>): Promise<{ url: string }> {
  const { csrfToken } = csrfSchema.parse(await fetchJson("/api/auth/csrf", { method: "GET" }));
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
  const parsed = redirectSchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw failed("unreadable", "Something went wrong on our side. Try again in a minute.");
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
