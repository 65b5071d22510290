import type { Metadata } from "next";
import { ApiOverview, overviewContents, referenceContents } from "@/components/docs/api-reference";
import { DocsShell } from "@/components/docs/docs-shell";
import { OldAnchors } from "@/components/docs/old-anchors";
import { objectPath, operationPath, operationsOf } from "@/components/docs/search-entries";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";

export const metadata: Metadata = { title: "API reference" };

/** Public and the same for everyone, so it is rendered at build time. */
export const dynamic = "force-static";

export default function Page() {
  const document = openApiDocument(endpoints);
  const parts = [
    { title: "On this page", contents: overviewContents(document) },
    { title: "Reference", contents: referenceContents(document) },
  ];
  const moved = {
    ...Object.fromEntries(
      operationsOf(document).map(({ operation }) => [operation.operationId, operationPath(operation)]),
    ),
    ...Object.fromEntries(Object.keys(document.components.schemas).map((name) => [name, objectPath(name)])),
  };
  return (
    <DocsShell current="api" parts={parts}>
      <ApiOverview document={document} />
      <OldAnchors paths={moved} />
    </DocsShell>
  );
}
