export const exampleUpstream = "https://shops.example.net";
export const exampleUpstreamHost = "shop-123.herokuapp.com";

/** What is wrong with a host that is not one, in a sentence. */
export const hostProblem = `Only a hostname, such as ${exampleUpstreamHost}: no scheme, port, path or IP address.`;

/** What is wrong with a typed origin URL, in a sentence; null: nothing. */
export function originProblem(typed: string, example: string): string | null {
  const text = typed.trim();
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return `Begin with https:// or http://, as in ${example}.`;
  if (!/^https?:\/\//i.test(text)) return "Only http and https URLs work.";
  if (!URL.canParse(text)) return `This is not a URL. Write it as ${example}.`;
  const { origin, href } = new URL(text);
  return href === `${origin}/` ? null : `Only the scheme, host and port: ${origin}. No path, query or credentials.`;
}
