// @vitest-environment happy-dom
import { cleanup, configure, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import * as RadixDialog from "radix-ui/dialog";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { useReturnFocus } from "@/components/ui/return-focus";

configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <input aria-label="Search" />
      {open && <Window onClose={() => setOpen(false)} />}
    </>
  );
}

function Window({ onClose }: { onClose: () => void }) {
  const returnFocus = useReturnFocus();
  return (
    <RadixDialog.Root open onOpenChange={onClose}>
      <RadixDialog.Content {...returnFocus} aria-describedby={undefined}>
        <RadixDialog.Title>Window</RadixDialog.Title>
        <RadixDialog.Close>Close</RadixDialog.Close>
      </RadixDialog.Content>
    </RadixDialog.Root>
  );
}

const afterTask = () => new Promise((resolve) => setTimeout(resolve, 50));

test("a closed dialog returns the focus to where it was", async () => {
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByRole("button", { name: "Open" }));
  await user.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Open" })));
});

test("what is focused right after a dialog has closed keeps the focus", async () => {
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByRole("button", { name: "Open" }));
  const search = screen.getByLabelText("Search");
  const closed = new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if (screen.queryByRole("dialog")) return;
      observer.disconnect();
      search.focus();
      resolve();
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  screen.getByRole("button", { name: "Close" }).click();
  await closed;
  expect(document.activeElement).toBe(search);
  await afterTask();
  expect(document.activeElement).toBe(search);
});
