/** A path of ours to go on to; an address of anybody else's is none. */
export function safeNext(given: string | string[] | undefined): string {
  const path = typeof given === "string" ? given : "/";
  // Browsers read a backslash as a slash, and drop tabs and line breaks.
  const isOurs = /^\/(?![/\\])/.test(path) && !/[\\\p{Cc}]/u.test(path);
  return isOurs ? path : "/";
}
