/**
 * Whether an answer says that something was done. A bulk verb answers with a result for each item: where every item was
 * refused, nothing was changed, as with an error, and a retry may succeed.
 */
export function hasEffect(answer: unknown): boolean {
  const results = typeof answer === "object" && answer !== null && "results" in answer ? answer.results : null;
  return !Array.isArray(results) || results.some((result) => result?.status !== "refused");
}
