import { findLogo } from "@/lib/accounts/branding/find-logo";
import type { Route } from "@/lib/api/handle";
import { getRuntime } from "@/lib/api/runtime";

/** `GET /logos/{hash}`: a company's logo, whose bytes are in its name. Public. */
export const answerLogo: Route = async (_request, { hash = "" }) => {
  const { service } = await getRuntime();
  const logo = await findLogo(service, hash);
  if (logo === null) return new Response("Not found\n", { status: 404, headers: { "content-type": "text/plain" } });
  // The type is what we found in the bytes, and nosniff is set on every answer.
  return new Response(logo.bytes, {
    headers: { "content-type": logo.mediaType, "cache-control": "public, max-age=31536000, immutable" },
  });
};
