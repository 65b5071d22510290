// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { CodeBlock } from "@/components/ui/code-block";

afterEach(cleanup);

const samples = ["curl", "Node", "Go"].map((language) => ({ language, code: `code in ${language}` }));

test("the arrow keys choose a language, from the last one to the first, and the focus goes along", async () => {
  const user = userEvent.setup();
  render(<CodeBlock label="the request" samples={samples} />);
  const shown = () => [document.activeElement?.textContent, screen.getByRole("tabpanel").textContent];
  await user.tab();
  expect(shown()).toEqual(["curl", "code in curl"]);
  for (const [key, language] of [
    ["{ArrowRight}", "Node"],
    ["{End}", "Go"],
    ["{ArrowRight}", "curl"],
    ["{ArrowLeft}", "Go"],
    ["{Home}", "curl"],
  ] as const) {
    await user.keyboard(key);
    expect(shown()).toEqual([language, `code in ${language}`]);
    expect(screen.getByRole("tab", { selected: true }).textContent).toBe(language);
  }
});

test("a click chooses a language; its panel is named after it, and one Tab leads from the tabs to the copy button", async () => {
  const user = userEvent.setup();
  render(<CodeBlock label="the request" samples={samples} />);
  await user.click(screen.getByRole("tab", { name: "Node" }));
  expect(screen.getByRole("tabpanel", { name: "Node" }).textContent).toBe("code in Node");
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Copy the request" }));
});
