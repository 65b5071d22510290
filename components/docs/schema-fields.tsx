import { lexer } from "marked";
import type { ReactNode } from "react";
import { Code, Inline } from "@/components/docs/markdown";
import { objectPath } from "@/components/docs/search-entries";
import type { JsonSchema } from "@/lib/api/wire-schemas";

export type Field = {
  name: string;
  schema: JsonSchema;
  required: boolean;
  description?: string | undefined;
};

/** The fields of an object, those of objects inside it as `inner.field` and `list[].field`. */
export function fieldsOf(schema: JsonSchema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    if (typeof property === "boolean") return [];
    const inner = property as JsonSchema;
    const isList = inner.type === "array";
    const item = (isList && typeof inner.items === "object" ? inner.items : inner) as JsonSchema;
    const field = { name: `${prefix}${name}`, schema: inner, required: (schema.required ?? []).includes(name) };
    return [{ ...field, description: inner.description }, ...fieldsOf(item, `${field.name}${isList ? "[]" : ""}.`)];
  });
}

/** `takes`: fields of a request; required ones are marked. */
export function FieldList({ fields, takes = false }: { fields: Field[]; takes?: boolean }) {
  return (
    <dl className="mt-2 divide-y divide-line border-line border-y">
      {fields.map((field) => (
        <div key={field.name} className="py-2 sm:grid sm:grid-cols-[minmax(0,15rem)_minmax(0,1fr)] sm:gap-4">
          <dt className="[overflow-wrap:anywhere]">
            <code className="font-mono text-[13px]">{field.name}</code>
            {takes && field.required && <span className="ml-2 text-sm text-waiting">required</span>}
          </dt>
          <dd className="min-w-0 text-ink-soft text-sm [overflow-wrap:anywhere]">
            <TypeOf schema={field.schema} />
            <Limits schema={field.schema} />
            {field.description && (
              <span className="block text-ink">
                <Text text={field.description} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One line of Markdown. */
function Text({ text }: { text: string }) {
  const [paragraph] = lexer(text);
  return <Inline tokens={paragraph && "tokens" in paragraph ? paragraph.tokens : []} />;
}

export function TypeOf({ schema }: { schema: JsonSchema }): ReactNode {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return (
      <a href={objectPath(name)} className="text-accent underline underline-offset-4 hover:text-accent-strong">
        {name}
      </a>
    );
  }
  if (schema.const !== undefined) return <Code text={JSON.stringify(schema.const)} />;
  if (schema.enum) return <Values values={schema.enum} />;
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map((option, index) => separated(index, <TypeOf schema={option as JsonSchema} />));
  if (schema.type === "array") {
    return (
      <>
        list of <TypeOf schema={(schema.items ?? {}) as JsonSchema} />
      </>
    );
  }
  const types = [schema.type ?? "anything"].flat();
  return types
    .map((type) => (schema.format && type === "string" ? (formats[schema.format] ?? type) : type))
    .join(" or ");
}

const formats: Record<string, string> = {
  "date-time": "time (RFC 3339)",
  uuid: "UUID",
  uri: "URL",
  email: "email address",
};

function Values({ values }: { values: readonly unknown[] }) {
  return values.map((value, index) => separated(index, <Code text={String(value)} />));
}

function separated(index: number, node: ReactNode): ReactNode {
  return (
    <span key={index}>
      {index > 0 && " or "}
      {node}
    </span>
  );
}

function Limits({ schema }: { schema: JsonSchema }) {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const limits = [
    range(minimum, maximum, ""),
    range(minLength === 1 ? undefined : minLength, maxLength, " characters"),
    range(minItems, maxItems, " items"),
    schema.default === undefined || schema.default === null ? null : `default ${JSON.stringify(schema.default)}`,
  ].filter((limit) => limit !== null);
  return limits.length > 0 && `, ${limits.join(", ")}`;
}

function range(from: number | undefined, to: number | undefined, unit: string): string | null {
  if (from !== undefined && to !== undefined) return `${from} to ${to}${unit}`;
  if (to !== undefined) return `up to ${to}${unit}`;
  return from !== undefined ? `at least ${from}${unit}` : null;
}
