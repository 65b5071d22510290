import { readGuides } from "@/app/docs/guides";
import { entriesOfGuide, entriesOfReference } from "@/components/docs/search-entries";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";

export const dynamic = "force-static";

/** What the search of the documentation searches, made at build time. */
export function GET(): Response {
  const guides = readGuides().flatMap(({ href, sections }) => entriesOfGuide(href, sections));
  return Response.json([...guides, ...entriesOfReference(openApiDocument(endpoints))]);
}
