import type { Page } from "@playwright/test";
import { demoPeople } from "@/lib/sandbox/seed";

/** Signs the browser in without its sign-in page: for tests that are about other pages. */
export async function signIn(
  page: Page,
  person: { email: string; password: string } = demoPeople.owner,
  baseUrl = process.env.E2E_BASE_URL ?? "",
): Promise<void> {
  const { request } = page.context();
  const { csrfToken } = await (await request.get(`${baseUrl}/api/auth/csrf`)).json();
  const answer = await request.post(`${baseUrl}/api/auth/callback/credentials`, {
    headers: { origin: baseUrl },
    form: { csrfToken, email: person.email, password: person.password, json: "true" },
  });
  if (!answer.ok()) throw new Error(`${person.email} was not signed in: ${answer.status()} ${await answer.text()}`);
}
