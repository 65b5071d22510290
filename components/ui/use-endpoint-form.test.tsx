// @vitest-environment happy-dom
import { cleanup, configure, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextInput } from "@/components/ui/text-input";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { createKeyCall } from "@/lib/api/calls/create-key";
import { updateApplicationCall } from "@/lib/api/calls/update-application";
import { exampleApplication } from "@/lib/api/endpoints/examples";
import { toWire } from "@/lib/kernel/wire";

const id = "01890000-0000-7000-8000-000000000000";
const application = {
  id,
  name: "Shop",
  environment: "test",
  record_template: null,
  allowed_origins: [],
  verify_origin: false,
  repair_drift: false,
  widget: toWire(exampleApplication.widget),
  upstream: null,
  upstream_host: null,
  created_at: "2026-01-01T00:00:00.000Z",
};

function General() {
  const form = useEndpointForm(updateApplicationCall, {
    initial: { name: "Shop", upstream: "" },
    toInput: ({ name, upstream }) => ({ id, name, upstream: upstream || null }),
    messages: { name: "Enter a name." },
    onSuccess: ({ name }, reset) => reset({ name: `${name}!`, upstream: "" }),
  });
  return (
    <Form form={form} actions={<button type="submit">{form.busy ? "Saving…" : "Save"}</button>}>
      <Field label="Name" error={form.errorOf("name")}>
        <TextInput {...form.text("name")} />
      </Field>
      <Field label="Upstream" error={form.errorOf("upstream")}>
        <TextInput {...form.text("upstream")} />
      </Field>
      <output aria-label="state">{form.dirty ? "changed" : "saved"}</output>
    </Form>
  );
}

function Key() {
  const form = useEndpointForm(createKeyCall, {
    initial: { name: "k", scopes: [] },
    toInput: ({ name, scopes }) => ({ id, name, scopes }),
  });
  return (
    <Form form={form} actions={<button type="submit">Create</button>}>
      <fieldset name="scopes">
        <input type="checkbox" aria-label="one" />
        <p>{form.errorOf("scopes")}</p>
      </fieldset>
    </Form>
  );
}

const answer = (status: number, body: unknown) => vi.fn(async () => Response.json(body, { status }));
const refusal = (error: object) => answer(400, { error: { code: "invalid", message: "No.", ...error } });
const field = (name: string) => screen.getByRole("textbox", { name });
const errorOf = (name: string) => {
  const ids = field(name).getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((one) => document.getElementById(one)?.textContent).join(" ");
};

async function open(fetch: typeof globalThis.fetch) {
  vi.stubGlobal("fetch", fetch);
  render(<General />);
  return userEvent.setup();
}

// What is loaded lazily takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("a field's limit is the schema's", async () => {
  await open(answer(200, application));
  expect(field("Name").getAttribute("maxlength")).toBe("120");
  expect(field("Upstream").getAttribute("maxlength")).toBe("2048");
});

test("invalid input is not sent: each field shows its error, and the first one gets the focus", async () => {
  const fetch = answer(200, application);
  const user = await open(fetch);
  await user.clear(field("Name"));
  await user.type(field("Upstream"), "ftp://example.com");
  await user.click(screen.getByRole("button"));
  await waitFor(() => expect(errorOf("Name")).toBe("Enter a name."));
  expect(errorOf("Upstream")).toBe("An http or https URL.");
  expect(document.activeElement).toBe(field("Name"));
  expect(fetch).not.toHaveBeenCalled();
  await user.type(field("Name"), "S");
  expect(errorOf("Name")).toBe("");
  expect(errorOf("Upstream")).toBe("An http or https URL.");
});

test("an error of the API is shown at its field, without the wire name, and that field gets the focus", async () => {
  const user = await open(refusal({ param: "upstream", message: "upstream: this address is ours" }));
  await user.click(screen.getByRole("button"));
  await waitFor(() => expect(errorOf("Upstream")).toBe("This address is ours."));
  expect(document.activeElement).toBe(field("Upstream"));
  expect(errorOf("Name")).toBe("");
  expect(screen.getByRole("alert").textContent).toBe("");
});

test.each([
  [{ param: "surprise", message: "No such thing." }, "No such thing."],
  [{ message: "Over quota." }, "Over quota."],
  [{ code: "internal", message: "It broke.", request_id: "req-1" }, "It broke. (req-1)"],
])("an error that belongs to no shown field is still shown: %j", async (error, text) => {
  const user = await open(refusal(error));
  await user.click(screen.getByRole("button"));
  await waitFor(() => expect(screen.getByRole("alert").textContent).toBe(text));
});

test("a form is busy until the response, sends once, and then shows the saved values", async () => {
  let respond: (response: Response) => void = () => undefined;
  const fetch = vi.fn(() => new Promise<Response>((resolve) => (respond = resolve)));
  const user = await open(fetch);
  await user.type(field("Name"), "s");
  expect(screen.getByLabelText("state").textContent).toBe("changed");
  await user.click(screen.getByRole("button"));
  expect(screen.getByRole("button").textContent).toBe("Saving…");
  await user.click(screen.getByRole("button"));
  expect(fetch).toHaveBeenCalledTimes(1);
  respond(Response.json(application));
  await waitFor(() => expect(field("Name")).toHaveProperty("value", "Shop!"));
  expect(screen.getByRole("button").textContent).toBe("Save");
});

test("spaces around a text do not count as a change", async () => {
  const user = await open(answer(200, application));
  await user.type(field("Name"), "  ");
  expect(screen.getByLabelText("state").textContent).toBe("saved");
});

test("the error of a list is shown at the fieldset that edits it", async () => {
  render(<Key />);
  await userEvent.click(screen.getByRole("button"));
  expect(await screen.findByText("Choose at least one.")).toBeDefined();
  expect(document.activeElement).toBe(screen.getByRole("checkbox"));
});
