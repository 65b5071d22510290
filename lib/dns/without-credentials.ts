/** A pasted hostname as it may be stored and shown: `user:password@` is dropped, with all that stands before it. */
export function withoutCredentials(pasted: string): string {
  const at = pasted.lastIndexOf("@");
  return pasted.lastIndexOf(":", at) < 0 || at < 0 ? pasted : pasted.slice(at + 1);
}
