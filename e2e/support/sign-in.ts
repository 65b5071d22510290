import type { APIRequestContext } from "@playwright/test";

/** Signs in without the sign-in page, for tests of other pages: creates a session for the owner of `request`. */
export async function signIn(
  request: APIRequestContext,
  person: { email: string; password: string },
  baseUrl: string,
): Promise<void> {
  const { csrfToken } = await (await request.get(`${baseUrl}/api/auth/csrf`)).json();
  const answer = await request.post(`${baseUrl}/api/auth/callback/credentials`, {
    headers: { origin: baseUrl },
    form: { csrfToken, email: person.email, password: person.password, json: "true" },
  });
  if (!answer.ok()) throw new Error(`${person.email} was not signed in: ${answer.status()} ${await answer.text()}`);
}
