import type { Contents } from "@/components/docs/docs-shell";
import { CodeBlock, Markdown, slugOf } from "@/components/docs/markdown";
import { OperationSection } from "@/components/docs/operation-section";
import { FieldList, fieldsOf, TypeOf } from "@/components/docs/schema-fields";
import { httpMethods, type OpenApiDocument, type Operation } from "@/lib/api/openapi-document";

type Placed = { path: string; method: string; operation: Operation };

/** The whole reference, generated from the OpenAPI document. */
export function ApiReference({ document }: { document: OpenApiDocument }) {
  return (
    <>
      <h1 className="font-semibold text-3xl tracking-tight">API reference</h1>
      <Markdown text={document.info.description} />
      <h2 id="try-it" className="mt-10 scroll-mt-4 font-semibold text-xl tracking-tight">
        Try it
      </h2>
      <p className="mt-3 max-w-[70ch]">
        The examples below run as shown once you have set the URL of your Latchkey and your API key. In the sandbox:
      </p>
      <CodeBlock text={"export LATCHKEY_URL=http://localhost:3000\nexport LATCHKEY_KEY=sk_test_demo"} />
      {document.tags.map((tag) => (
        <section key={tag.name} aria-labelledby={slugOf(tag.name)}>
          <h2
            id={slugOf(tag.name)}
            className="mt-14 scroll-mt-4 border-line border-t pt-8 font-semibold text-2xl tracking-tight first-letter:uppercase"
          >
            {tag.name}
          </h2>
          <p className="mt-1 text-ink-soft">{tag.description}</p>
          {operationsOf(document, tag.name).map((placed) => (
            <OperationSection key={placed.operation.operationId} document={document} {...placed} />
          ))}
        </section>
      ))}
      <h2 id="objects" className="mt-14 scroll-mt-4 border-line border-t pt-8 font-semibold text-2xl tracking-tight">
        Objects
      </h2>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        // No landmark: there are too many, and some share their name with a group of endpoints.
        <div key={name} className="mt-8">
          <h3 id={name} className="scroll-mt-4 font-semibold">
            {name}
          </h3>
          {schema.description && <p className="text-ink-soft">{schema.description}</p>}
          {schema.properties ? (
            <FieldList fields={fieldsOf(schema)} takes={schema.additionalProperties === false} />
          ) : (
            <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">
              <TypeOf schema={schema} />
            </p>
          )}
        </div>
      ))}
    </>
  );
}

export function contentsOf(document: OpenApiDocument): Contents {
  const conventions = [...document.info.description.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => heading);
  return [
    ...[...conventions, "Try it"].map((heading) => ({ href: `#${slugOf(heading)}`, label: heading })),
    ...document.tags.map((tag) => ({
      href: `#${slugOf(tag.name)}`,
      label: capitalized(tag.name),
      items: operationsOf(document, tag.name).map(({ operation }) => ({
        href: `#${operation.operationId}`,
        label: operation.summary,
      })),
    })),
    { href: "#objects", label: "Objects" },
  ];
}

function operationsOf(document: OpenApiDocument, tag: string): Placed[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    httpMethods.flatMap((method) => {
      const operation = methods[method];
      return operation?.tags.includes(tag) ? [{ path, method: method.toUpperCase(), operation }] : [];
    }),
  );
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
