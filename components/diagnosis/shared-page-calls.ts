/** A call of the page behind a share link, whose token is all that it needs. @throws Error, with a message for people */
export async function callSharedPage(path: "/connect/check" | "/connect/opened", token: string): Promise<void> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (response.ok) return;
  const body = await response.json().catch(() => null);
  throw new Error(body?.error?.message ?? "The check could not be started. Try again in a minute.");
}
