import type { Metadata } from "next";
import { ApiGroup, ApiObjects, capitalized, referenceContents } from "@/components/docs/api-reference";
import { DocsShell } from "@/components/docs/docs-shell";
import { groupPath } from "@/components/docs/search-entries";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import type { OpenApiDocument } from "@/lib/api/openapi-document";

type Params = { params: Promise<{ group: string }> };

export const dynamic = "force-static";
export const dynamicParams = false;

export function generateStaticParams(): { group: string }[] {
  const { tags } = openApiDocument(endpoints);
  return [...tags.map(({ name }) => name), "objects"].map((name) => ({
    group: groupPath(name).split("/").at(-1) ?? "",
  }));
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const tag = tagOf(openApiDocument(endpoints), (await params).group);
  return { title: `${capitalized(tag?.name ?? "objects")}, API reference` };
}

/** The endpoints of a group; `objects` has what they take and return. */
export default async function Page({ params }: Params) {
  const document = openApiDocument(endpoints);
  const tag = tagOf(document, (await params).group);
  return (
    <DocsShell current="api" parts={[{ title: "Reference", contents: referenceContents(document, tag?.name) }]}>
      {tag ? <ApiGroup document={document} tag={tag} /> : <ApiObjects document={document} />}
    </DocsShell>
  );
}

function tagOf(document: OpenApiDocument, group: string): OpenApiDocument["tags"][number] | undefined {
  return document.tags.find(({ name }) => groupPath(name) === `/docs/api/${group}`);
}
