import type { Contents } from "@/components/docs/docs-shell";
import { CodeBlock, Markdown } from "@/components/docs/markdown";
import { OperationSection } from "@/components/docs/operation-section";
import { FieldList, fieldsOf, TypeOf } from "@/components/docs/schema-fields";
import { groupPath, operationPath, operationsOf } from "@/components/docs/search-entries";
import { slugOf } from "@/components/docs/sections";
import { Link } from "@/components/ui/link";
import type { OpenApiDocument } from "@/lib/api/openapi-document";

const heading = "mt-10 scroll-mt-4 font-semibold text-xl tracking-tight";

/** The first page of the reference: what all endpoints have in common, and the list of them. */
export function ApiOverview({ document }: { document: OpenApiDocument }) {
  return (
    <>
      <h1 className="font-semibold text-3xl tracking-tight">API reference</h1>
      <Markdown text={document.info.description} />
      <h2 id="try-it" className={heading}>
        Try it
      </h2>
      <p className="mt-3 max-w-[70ch]">
        The examples run as shown once you have set the URL of your Latchkey and your API key. In the sandbox:
      </p>
      <CodeBlock text={"export LATCHKEY_URL=http://localhost:3000\nexport LATCHKEY_KEY=sk_test_demo"} />
      <h2 id="endpoints" className={heading}>
        Endpoints
      </h2>
      {document.tags.map((tag) => (
        <section key={tag.name} aria-labelledby={`group-${slugOf(tag.name)}`} className="mt-6">
          <h3 id={`group-${slugOf(tag.name)}`} className="font-semibold">
            <Link href={groupPath(tag.name)} className="underline-offset-4 hover:underline">
              {capitalized(tag.name)}
            </Link>
          </h3>
          <p className="text-ink-soft text-sm">{tag.description}</p>
          <ul className="mt-1">
            {operationsOf(document, tag.name).map(({ path, method, operation }) => (
              <li key={operation.operationId}>
                <Link
                  href={operationPath(operation)}
                  className="flex min-h-11 flex-wrap items-center gap-x-3 underline-offset-4 hover:underline sm:min-h-8"
                >
                  <span>{operation.summary}</span>
                  <span className="font-mono text-[13px] text-ink-soft [overflow-wrap:anywhere]">
                    {method} {path}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** The endpoints of one group. */
export function ApiGroup({ document, tag }: { document: OpenApiDocument; tag: OpenApiDocument["tags"][number] }) {
  return (
    <>
      <h1 className="font-semibold text-3xl tracking-tight">{capitalized(tag.name)}</h1>
      <p className="mt-1 text-ink-soft">{tag.description}</p>
      {operationsOf(document, tag.name).map((placed) => (
        <OperationSection key={placed.operation.operationId} document={document} {...placed} />
      ))}
    </>
  );
}

/** What endpoints take and return, under its own names. */
export function ApiObjects({ document }: { document: OpenApiDocument }) {
  return (
    <>
      <h1 className="font-semibold text-3xl tracking-tight">Objects</h1>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        // No landmark: there are too many.
        <div key={name} className="mt-8">
          <h2 id={name} className="scroll-mt-4 font-semibold">
            {name}
          </h2>
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

/** The sections of the first page. */
export function overviewContents(document: OpenApiDocument): Contents {
  const conventions = [...document.info.description.matchAll(/^## (.+)$/gm)].map(([, title = ""]) => title);
  return [...conventions, "Try it", "Endpoints"].map((title) => ({ href: `#${slugOf(title)}`, label: title }));
}

/** The pages of the reference; the endpoints of the one that is shown. */
export function referenceContents(document: OpenApiDocument, current?: string): Contents {
  return [
    ...document.tags.map(({ name }) => ({
      href: groupPath(name),
      label: capitalized(name),
      ...(name === current
        ? {
            items: operationsOf(document, name).map(({ operation }) => ({
              href: `#${operation.operationId}`,
              label: operation.summary,
            })),
          }
        : {}),
    })),
    { href: groupPath("objects"), label: "Objects" },
  ];
}

export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
