// @vitest-environment happy-dom
import { cleanup, configure, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";

const options = ["Germany", "France", "Japan"].map((label) => ({ value: label.toLowerCase(), label }));

function Country() {
  const [value, setValue] = useState<string | null>(null);
  return (
    <>
      <Field label="Country" error="Choose one.">
        <Combobox options={options} value={value} onValueChange={setValue} />
      </Field>
      <output aria-label="chosen">{value}</output>
    </>
  );
}

const field = () => screen.getByRole("combobox", { name: "Country" });
const active = () => document.getElementById(field().getAttribute("aria-activedescendant") ?? "")?.textContent;
const chosen = () => screen.getByRole("status", { name: "chosen" }).textContent;

// What is loaded lazily takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });
afterEach(cleanup);

test("arrows walk through the list and around its end, and Enter takes the option", async () => {
  const user = userEvent.setup();
  render(<Country />);
  await user.click(field());
  expect(field().getAttribute("aria-expanded")).toBe("true");
  await screen.findByRole("listbox");
  await user.keyboard("{ArrowDown}");
  expect(active()).toBe("Germany");
  await user.keyboard("{ArrowUp}");
  expect(active()).toBe("Japan");
  await user.keyboard("{Enter}");
  expect(chosen()).toBe("japan");
  expect(field()).toHaveProperty("value", "Japan");
  expect(screen.queryByRole("listbox")).toBeNull();
});

test("typing narrows the list to its first match, and Enter takes that", async () => {
  const user = userEvent.setup();
  render(<Country />);
  await user.click(field());
  await user.keyboard("fra");
  await screen.findByRole("listbox");
  expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual(["France"]);
  await user.keyboard("{Enter}");
  expect(chosen()).toBe("france");
});

test("Escape and Tab leave the choice as it was", async () => {
  const user = userEvent.setup();
  render(<Country />);
  await user.click(field());
  await user.keyboard("jap{Escape}");
  expect(field()).toHaveProperty("value", "");
  await user.keyboard("{ArrowDown}{ArrowDown}{Tab}");
  expect(chosen()).toBe("");
  expect(screen.queryByRole("listbox")).toBeNull();
});

test("the field around it gives it its label and its error", () => {
  render(<Country />);
  const described = field().getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(described)?.textContent).toBe("Choose one.");
  expect(field().getAttribute("aria-invalid")).toBe("true");
});
