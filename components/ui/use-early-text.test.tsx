// @vitest-environment happy-dom
import { act, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { beforeAll, expect, test } from "vitest";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";

beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});

function Page({ as: Input, initial }: { as: typeof TextInput | typeof TextArea; initial: string }) {
  const [text, setText] = useState(initial);
  return (
    <>
      <Input aria-label="Hostname" value={text} onChange={(event) => setText(event.target.value)} />
      <output>{text}</output>
    </>
  );
}

test.each([
  ["an input", TextInput, "shop.acme.test"],
  ["an empty input", TextInput, ""],
  // React itself puts a text area's own text back.
  ["an empty text area", TextArea, ""],
])("%s keeps what was typed before the page was hydrated", async (_, input, initial) => {
  const page = document.createElement("div");
  document.body.append(page);
  page.innerHTML = renderToString(<Page as={input} initial={initial} />);
  const field = page.querySelector<HTMLInputElement>("[aria-label=Hostname]");
  if (!field) throw new Error("there is no field");
  field.value = "shop.ada.test";
  const root = await act(async () => hydrateRoot(page, <Page as={input} initial={initial} />));
  expect([field.value, page.querySelector("output")?.textContent]).toEqual(["shop.ada.test", "shop.ada.test"]);
  await act(async () => root.unmount());
});
