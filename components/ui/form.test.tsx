// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import fc from "fast-check";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextInput } from "@/components/ui/text-input";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import type { Call } from "@/lib/api/calls/call";
import { endpointOf } from "@/lib/api/endpoints/registry";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

type Shape = { name: string; optional: boolean; value: "" | "x" | "too long a text" }[];

const anyForm: fc.Arbitrary<Shape> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom("alpha", "beta", "gamma", "delta", "epsilon"),
    optional: fc.boolean(),
    value: fc.constantFrom("", "x", "too long a text"),
  }),
  { minLength: 1, maxLength: 5, selector: ({ name }) => name },
);

const anyCall = { id: "createConnection", tag: "connections", method: "POST", path: "/v1/anything" } as Call;
const endpoint = endpointOf(anyCall);
const ownInput = endpoint.input;

/** A form of any fields, in place of the endpoint's own. Not a mock of the module: other files of the process load it, too. */
function setInput(input: z.ZodType): void {
  Object.assign(endpoint, { input });
}

afterAll(() => setInput(ownInput));

function schemaOf(shape: Shape): z.ZodType {
  return z.strictObject(
    Object.fromEntries(
      shape.map(({ name, optional }) => [name, optional ? z.string().max(5) : z.string().min(1).max(5)]),
    ),
  );
}

function AnyForm({ shape, checked }: { shape: Shape; checked: boolean }) {
  setInput(schemaOf(checked ? shape : []));
  const form = useEndpointForm(anyCall, {
    initial: Object.fromEntries(shape.map(({ name, value }) => [name, value])),
    toInput: (draft) => (checked ? draft : {}) as never,
  });
  return (
    <Form form={form} actions={<button type="submit">Save</button>}>
      {shape.map(({ name, optional, value }) => (
        <Field key={name} label={name} optional={optional} error={form.errorOf(name)}>
          <TextInput name={name} defaultValue={value} />
        </Field>
      ))}
    </Form>
  );
}

const isWrong = ({ optional, value }: Shape[number]) => value.length > 5 || (value === "" && !optional);

/** All wrong fields are marked, the first one has the focus, and their number is announced. */
async function expectAllShown(shape: Shape) {
  const wrong = shape.filter(isWrong).map(({ name }) => name);
  await waitFor(() => {
    const marked = screen.getAllByRole("textbox").filter((field) => field.getAttribute("aria-invalid") === "true");
    expect(marked.map((field) => field.getAttribute("name"))).toEqual(wrong);
    for (const field of marked) {
      const ids = field.getAttribute("aria-describedby")?.split(" ") ?? [];
      expect(ids.map((id) => document.getElementById(id)?.textContent).join("")).not.toBe("");
    }
    expect(document.activeElement?.getAttribute("name")).toBe(wrong[0]);
  });
  const count = screen.queryByText(/fields need a correction/)?.textContent;
  expect(count).toBe(wrong.length > 1 ? `${wrong.length} fields need a correction.` : undefined);
}

test("a form shows all that is wrong at once, before it sends anything", async () => {
  await fc.assert(
    fc.asyncProperty(anyForm, async (shape) => {
      fc.pre(shape.some(isWrong));
      const sent = vi.fn();
      vi.stubGlobal("fetch", sent);
      render(<AnyForm shape={shape} checked />);
      await userEvent.click(screen.getByRole("button"));
      await expectAllShown(shape);
      expect(sent).not.toHaveBeenCalled();
      cleanup();
    }),
    { numRuns: 25 },
  );
});

test("a refusal that names several fields is shown at each of them", async () => {
  await fc.assert(
    fc.asyncProperty(anyForm, async (shape) => {
      const wrong = shape.filter(isWrong);
      fc.pre(wrong.length > 1);
      const problems = wrong.map(({ name }) => ({ param: name, message: `${name}: is wrong` }));
      const error = { code: "invalid", ...problems[0], details: { problems } };
      vi.stubGlobal("fetch", async () => Response.json({ error }, { status: 400 }));
      render(<AnyForm shape={shape} checked={false} />);
      await userEvent.click(screen.getByRole("button"));
      await expectAllShown(shape);
      cleanup();
    }),
    { numRuns: 25 },
  );
});

test("fields that are not optional are marked as required, also for a screen reader", () => {
  fc.assert(
    fc.property(anyForm, (shape) => {
      render(<AnyForm shape={shape} checked />);
      for (const { name, optional } of shape) {
        const field = screen.getByRole("textbox", { name: new RegExp(`^${name}`) });
        expect(field.getAttribute("aria-required")).toBe(optional ? null : "true");
      }
      cleanup();
    }),
    { numRuns: 25 },
  );
});
