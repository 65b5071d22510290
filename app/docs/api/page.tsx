import type { Metadata } from "next";
import { ApiReference, contentsOf } from "@/components/docs/api-reference";
import { DocsShell } from "@/components/docs/docs-shell";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";

export const metadata: Metadata = { title: "API reference" };

/** Public and the same for everyone, so it is rendered at build time. */
export const dynamic = "force-static";

export default function Page() {
  const document = openApiDocument(endpoints);
  return (
    <DocsShell current="api" contents={contentsOf(document)}>
      <ApiReference document={document} />
    </DocsShell>
  );
}
