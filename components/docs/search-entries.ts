import type { Section } from "@/components/docs/sections";
import type { SearchEntry } from "@/components/queries/docs-search";
import type { OpenApiDocument, Operation } from "@/lib/api/openapi-document";
import { httpMethods } from "@/lib/api/openapi-document";

/** Of a section. More of it helps nobody to find it, and each reader downloads it. */
const maxTextLength = 600;

export function entriesOfGuide(href: string, sections: readonly Section[]): SearchEntry[] {
  const page = sections[0]?.title ?? "";
  return sections.map(({ id, title, text }) => {
    const target = id === "" ? href : `${href}#${id}`;
    return { id: target, href: target, title, page, text: text.slice(0, maxTextLength) };
  });
}

/** The endpoints and objects of the API reference. */
export function entriesOfReference(document: OpenApiDocument): SearchEntry[] {
  const operations = operationsOf(document).map(({ path, method, operation }) => {
    const href = operationPath(operation);
    const text = `${method} ${path} ${operation.operationId} ${operation.description}`.slice(0, maxTextLength);
    return { id: href, href, title: operation.summary, page: "API reference", text };
  });
  const objects = Object.entries(document.components.schemas).map(([name, schema]) => {
    const href = objectPath(name);
    const text = `${schema.description ?? ""} ${Object.keys(schema.properties ?? {}).join(" ")}`;
    return { id: href, href, title: name, page: "API objects", text: text.slice(0, maxTextLength) };
  });
  return [...operations, ...objects];
}

export type PlacedOperation = { path: string; method: string; operation: Operation };

/** In the order of the document; without a tag, all of them. */
export function operationsOf(document: OpenApiDocument, tag?: string): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    httpMethods.flatMap((method) => {
      const operation = methods[method];
      if (!operation || (tag !== undefined && !operation.tags.includes(tag))) return [];
      return [{ path, method: method.toUpperCase(), operation }];
    }),
  );
}

/** The page of a group of endpoints. */
export function groupPath(tag: string): string {
  return `/docs/api/${tag.replaceAll(" ", "-")}`;
}

export function operationPath({ tags: [tag = ""], operationId }: Pick<Operation, "tags" | "operationId">): string {
  return `${groupPath(tag)}#${operationId}`;
}

export function objectPath(name: string): string {
  return `/docs/api/objects#${name}`;
}
