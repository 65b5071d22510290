import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

// Limits belong to the schemas: no form repeats one. All forms submit through the form kit.
const root = join(import.meta.dirname, "..");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".tsx") && !name.endsWith(".test.tsx"))
  .map((name) => ({ name: relative(root, join(root, name)), text: readFileSync(join(root, name), "utf8") }));

/** Texts that are not sent as typed, or that become numbers. */
const withoutLimit = [
  'name="confirmation"',
  '{...wiring("ttl")}',
  '{...text("ttl")}',
  "value={texts[",
  'name="hostnames"',
  "readOnly />",
];

test("no limit of a text is written into a component", () => {
  const literal = /(maxLength|minLength)=\{?["\d]/;
  expect(files.filter(({ text }) => literal.test(text)).map(({ name }) => name)).toEqual([]);
});

test("every form submits through useForm", () => {
  expect(files.filter(({ text }) => /onSubmit=/.test(text)).map(({ name }) => name)).toEqual([]);
  // `method="post"` alone: a form of one button, which also works without scripts.
  const bare = files.filter(({ text }) =>
    /<form(?! method="post">| \{\.\.\.(form\.)?bind\}|\s+\{\.\.\.form\.bind\})/.test(text),
  );
  expect(bare.map(({ name }) => name)).toEqual([]);
});

test("every text field of a form has the limit of its schema", () => {
  const forms = files.filter(
    ({ name, text }) => !name.startsWith("ui/") && /use-(endpoint-)?form"|template-rows/.test(text),
  );
  const fields = [...forms, ...files.filter(({ name }) => /template-rows|lines-input/.test(name))].flatMap(
    ({ name, text }) =>
      [...text.matchAll(/<(TextInput|UrlInput|TextArea|PasswordInput|SearchInput)\b[\s\S]*?\/>/g)].map(([field]) => ({
        name,
        field,
      })),
  );
  expect(fields.length).toBeGreaterThan(25);
  const unbounded = fields.filter(
    ({ field }) =>
      !field.includes("{...form.text(") &&
      !field.includes("maxLength=") &&
      !withoutLimit.some((some) => field.includes(some)),
  );
  expect(unbounded).toEqual([]);
});
