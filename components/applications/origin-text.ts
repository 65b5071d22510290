import { upstreamSchema } from "@/lib/accounts/applications/schema";

export const exampleUpstream = "https://shops.example.net";

/** What is wrong with a typed origin URL, in a sentence; null: nothing. */
export function originProblem(typed: string, example: string): string | null {
  const text = typed.trim();
  if (upstreamSchema.safeParse(text).success) return null;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return `Begin with https:// or http://, as in ${example}.`;
  if (!/^https?:\/\//i.test(text)) return "Only http and https URLs work.";
  if (!URL.canParse(text)) return `This is not a URL. Write it as ${example}.`;
  return `Only the scheme, host and port: ${new URL(text).origin}. No path, query or credentials.`;
}
