import { forgetVisits } from "@/components/shell/recent-visits";
import { request } from "@/lib/api/client";
import { switchTenantEndpoint } from "@/lib/api/endpoints/session";

const timeoutMs = 20_000;

/** Ends the session of this browser, in next-auth's way: with a token of its own against other sites. Throws if it is not ended. */
export async function signOut(): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const token = await fetch("/api/auth/csrf", { signal });
    const { csrfToken } = (await token.json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, json: "true" });
    const answer = await fetch("/api/auth/signout", { method: "POST", body, signal });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
  } catch {
    throw new Error("Latchkey cannot be reached right now. Try again.");
  }
  forgetVisits();
}

/**
 * Makes this browser look at another of the visitor's companies.
 * @throws ApiError
 */
export async function switchTenant(tenantId: string): Promise<void> {
  await request(switchTenantEndpoint, { tenantId });
}
