// @vitest-environment happy-dom
import { cleanup, configure, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { Tooltip } from "@/components/ui/tooltip";

// What is loaded lazily takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);

test("keyboard focus shows the text and describes the child by it; Escape and leaving hide it", async () => {
  const user = userEvent.setup();
  render(
    <Tooltip text="Opens in a new tab">
      <button type="button">Docs</button>
    </Tooltip>,
  );
  const button = screen.getByRole("button");
  await user.tab();
  expect((await screen.findByRole("tooltip")).textContent).toBe("Opens in a new tab");
  expect(button.getAttribute("aria-describedby")).toBe(screen.getByRole("tooltip").id);
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("tooltip")).toBeNull();
  expect(document.activeElement).toBe(button);
  await user.hover(button);
  expect(await screen.findByRole("tooltip")).toBeDefined();
  await user.unhover(button);
  await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
});

test("a child with the same accessible name is not described by it again", async () => {
  const user = userEvent.setup();
  render(
    <Tooltip text="Delete">
      <button type="button" aria-label="Delete" />
    </Tooltip>,
  );
  await user.tab();
  expect(await screen.findByRole("tooltip")).toBeDefined();
  expect(screen.getByRole("button").hasAttribute("aria-describedby")).toBe(false);
});
