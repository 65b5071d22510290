/** The path to continue to after sign-in: only one of this site. */
export function safeNext(given: string | string[] | undefined): string {
  const path = typeof given === "string" ? given : "/";
  // Browsers read a backslash as a slash, and drop tabs and line breaks.
  const isOurs = /^\/(?![/\\])/.test(path) && !/[\\\p{Cc}]/u.test(path);
  return isOurs ? path : "/";
}
