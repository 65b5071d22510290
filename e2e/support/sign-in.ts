import type { Page } from "@playwright/test";
import { demoPeople } from "@/lib/sandbox/seed";

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

const signedIn = new Map<string, Cookies>();

/**
 * Signs the browser in without its sign-in page: for tests that are about other pages. The tests of a worker share the
 * session of a person, because sign-ins are throttled as they are for everyone; `fresh` makes one of its own.
 */
export async function signIn(
  page: Page,
  person: { email: string; password: string } = demoPeople.owner,
  baseUrl = process.env.E2E_BASE_URL ?? "",
  { fresh = false }: { fresh?: boolean } = {},
): Promise<void> {
  const context = page.context();
  const key = `${baseUrl} ${person.email}`;
  const known = fresh ? undefined : signedIn.get(key);
  if (known) {
    await context.addCookies(known);
    return;
  }
  const { csrfToken } = await (await context.request.get(`${baseUrl}/api/auth/csrf`)).json();
  const answer = await context.request.post(`${baseUrl}/api/auth/callback/credentials`, {
    headers: { origin: baseUrl },
    form: { csrfToken, email: person.email, password: person.password, json: "true" },
  });
  if (!answer.ok()) throw new Error(`${person.email} was not signed in: ${answer.status()} ${await answer.text()}`);
  if (!fresh) signedIn.set(key, await context.cookies());
}
