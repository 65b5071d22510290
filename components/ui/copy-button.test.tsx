// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { CopyButton } from "@/components/ui/copy-button";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("exactly the text is copied, and it is announced", async () => {
  const user = userEvent.setup();
  const text = ' v=spf1 include:"x" ~all. ';
  render(<CopyButton text={text} label="the value" />);
  await user.click(screen.getByRole("button", { name: "Copy the value" }));
  expect(await screen.findByText("Copied")).toBeTruthy();
  expect(await navigator.clipboard.readText()).toBe(text);
});

test("a browser that refuses is not taken for one that copied", async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
  render(<CopyButton text="x" label="the value" />);
  await user.click(screen.getByRole("button", { name: "Copy the value" }));
  expect(await screen.findByText(/The browser refused to copy/)).toBeTruthy();
  expect(screen.queryByText("Copied")).toBeNull();
});
