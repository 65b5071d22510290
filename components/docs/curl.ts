import type { Parameter } from "@/lib/api/openapi-document";

/** The example of an endpoint as a shell command; `withKey` where it needs one. */
export function curlOf(method: string, path: string, parameters: Parameter[], body: unknown, withKey: boolean): string {
  const inPath = path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const example = parameters.find((parameter) => parameter.name === name)?.example;
    return example === undefined ? whole : String(example);
  });
  const query = new URLSearchParams();
  for (const { in: place, name, example } of parameters) {
    if (place !== "query" || example === undefined) continue;
    for (const item of [example].flat()) query.append(name, String(item));
  }
  const url = query.size === 0 ? inPath : `${inPath}?${query}`;
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}"$LATCHKEY_URL${url}"`,
    ...(withKey ? ['-H "Authorization: Bearer $LATCHKEY_KEY"'] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`]),
  ];
  return lines.join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
