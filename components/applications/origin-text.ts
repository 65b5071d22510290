import { upstreamHostSchema, upstreamSchema } from "@/lib/accounts/applications/schema";

export const exampleUpstream = "https://shops.example.net";
export const exampleUpstreamHost = "shop-123.herokuapp.com";

/** What is wrong with a typed host, in a sentence; null: nothing. */
export function hostProblem(typed: string): string | null {
  if (upstreamHostSchema.safeParse(typed).success) return null;
  return `Only a hostname, such as ${exampleUpstreamHost}: no scheme, port, path or IP address.`;
}

/** What is wrong with a typed origin URL, in a sentence; null: nothing. */
export function originProblem(typed: string, example: string): string | null {
  const text = typed.trim();
  if (upstreamSchema.safeParse(text).success) return null;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return `Begin with https:// or http://, as in ${example}.`;
  if (!/^https?:\/\//i.test(text)) return "Only http and https URLs work.";
  if (!URL.canParse(text)) return `This is not a URL. Write it as ${example}.`;
  return `Only the scheme, host and port: ${new URL(text).origin}. No path, query or credentials.`;
}
