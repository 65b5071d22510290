import { createHash } from "node:crypto";
import type { Route } from "@/lib/api/handle";
import type { RouteRequest } from "@/lib/api/route-request";
import { readWidgetFile, widgetEncodings } from "@/lib/api/widget-files";

const types: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/** Files whose path has the hash of what is in them. The others change with the next release. */
const immutable = "public, max-age=31536000, immutable";
const current = "public, max-age=300, must-revalidate";

/** `GET /widget/v1.js`, `/widget/v1.json` */
export function answerWidgetFile(name: string): Route {
  return (request) => answerFile(request, name, current);
}

/** `GET /widget/v1/{hash}/{file}` */
export const answerPinnedWidgetFile: Route = (request, { hash = "", file = "" }) =>
  answerFile(request, `v1/${hash}/${file}`, immutable);

async function answerFile(request: RouteRequest, name: string, cacheControl: string): Promise<Response> {
  const encoding = widgetEncodings.find((known) => accepts(request.headers.get("accept-encoding"), known)) ?? null;
  const file = await readWidgetFile(name, encoding);
  // Any page may load these, also one that isolates itself: they are the same for everybody and hold no secret.
  const shared = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };
  if (file === null)
    return new Response("Not found\n", { status: 404, headers: { ...shared, "content-type": "text/plain" } });
  const etag = `"${createHash("sha256").update(file).digest("base64url").slice(0, 22)}"`;
  const headers = { ...shared, "cache-control": cacheControl, vary: "accept-encoding", etag };
  if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(file, {
    headers: {
      ...headers,
      "content-type": types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream",
      ...(encoding === null ? {} : { "content-encoding": encoding }),
    },
  });
}

/** RFC 9110, 12.5.3: a coding that is named, or `*`, and not with `q=0`. */
function accepts(header: string | null, encoding: string): boolean {
  const wishes = (header ?? "").split(",").map((part) => part.split(";").map((text) => text.trim().toLowerCase()));
  const wish = wishes.find(([coding]) => coding === encoding) ?? wishes.find(([coding]) => coding === "*");
  return wish !== undefined && !wish.slice(1).some((weight) => /^q=0(\.0*)?$/.test(weight));
}

/** RFC 9110, 13.1.2: weak comparison; Caddy marks a tag as weak where it compresses. */
function matches(header: string | null, etag: string): boolean {
  return (header ?? "").split(",").some((tag) => [etag, "*"].includes(tag.trim().replace(/^W\//, "")));
}
