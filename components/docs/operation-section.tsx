import type { ReactNode } from "react";
import { curlOf } from "@/components/docs/curl";
import { CodeBlock, Markdown } from "@/components/docs/markdown";
import { type Field, FieldList, fieldsOf, TypeOf } from "@/components/docs/schema-fields";
import { Command } from "@/components/ui/command";
import type { OpenApiDocument, Operation, Parameter, Reference } from "@/lib/api/openapi-document";
import type { JsonSchema } from "@/lib/api/wire-schemas";

/** One endpoint: its parameters, response and errors. */
export function OperationSection({
  document,
  path,
  method,
  operation,
}: {
  document: OpenApiDocument;
  path: string;
  method: string;
  operation: Operation;
}) {
  const parameters = (operation.parameters ?? []).map((parameter) => resolve(document, parameter));
  const body = operation.requestBody?.content["application/json"];
  const [status = "200", success] = Object.entries(operation.responses)[0] ?? [];
  const answer = success && resolve(document, success).content["application/json"];
  return (
    <article aria-labelledby={operation.operationId} className="mt-10">
      <h2 id={operation.operationId} className="scroll-mt-4 font-semibold text-lg tracking-tight">
        <a href={`#${operation.operationId}`} className="underline-offset-4 hover:underline">
          {operation.summary}
        </a>
      </h2>
      <p className="mt-1 font-mono text-[13px] [overflow-wrap:anywhere]">
        <span className="mr-2 rounded bg-working-soft px-1.5 py-0.5 font-semibold text-working">{method}</span>
        {path}
      </p>
      <Markdown text={operation.description} />
      {parameters.length > 0 && (
        <Part title="Parameters">
          <FieldList takes fields={parameters.map(fieldOf)} />
        </Part>
      )}
      {body && (
        <Part title="Body">
          <FieldList takes fields={fieldsOf(schemaOf(document, body.schema))} />
        </Part>
      )}
      <Part title="Request">
        <div className="mt-2">
          <Command
            text={curlOf(method, path, parameters, body?.example, operation.security.length > 0)}
            label={`the request: ${operation.summary}`}
          />
        </div>
      </Part>
      {answer && (
        <Part
          title={
            <>
              Response: {status}, <TypeOf schema={answer.schema} />
            </>
          }
        >
          <CodeBlock text={JSON.stringify(answer.example, null, 2)} />
        </Part>
      )}
      <Part title="Errors">
        <Errors document={document} operation={operation} />
      </Part>
    </article>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="mt-4">
      <h3 className="font-medium text-sm">{title}</h3>
      {children}
    </div>
  );
}

function Errors({ document, operation }: { document: OpenApiDocument; operation: Operation }) {
  const codes = Object.entries(operation.responses).flatMap(([status, response]) =>
    (resolve(document, response)["x-codes"] ?? []).map((code) => ({ status, code })),
  );
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 text-sm">
      {codes.map(({ status, code }) => (
        <li key={code}>
          <a
            href={`/docs/errors#${code}`}
            className="inline-flex min-h-11 items-center gap-1.5 underline-offset-4 hover:underline sm:min-h-7"
          >
            <span className="text-ink-soft tabular-nums">{status}</span>
            <code className="font-mono text-[13px]">{code}</code>
          </a>
        </li>
      ))}
    </ul>
  );
}

function fieldOf(parameter: Parameter): Field {
  return {
    name: parameter.name,
    schema: parameter.schema,
    required: parameter.required,
    description: [parameter.in === "query" ? "" : `In the ${parameter.in}.`, parameter.description].join(" ").trim(),
  };
}

function schemaOf(document: OpenApiDocument, schema: JsonSchema): JsonSchema {
  return resolve(document, schema.$ref ? { $ref: schema.$ref } : schema);
}

/** The document refers to its components only: `#/components/<kind>/<name>`. */
function resolve<T extends object>(document: OpenApiDocument, value: T | Reference): T {
  if (!("$ref" in value) || typeof value.$ref !== "string") return value as T;
  const [, , kind = "", name = ""] = value.$ref.split("/");
  const components = document.components as unknown as Record<string, Record<string, T> | undefined>;
  const found = components[kind]?.[name];
  if (!found) throw new Error(`the document has no ${value.$ref}`);
  return found;
}
