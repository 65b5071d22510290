// @vitest-environment happy-dom
import { cleanup, configure, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";

// What is loaded lazily takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);

const trigger = (name: string) => screen.getByRole("button", { name });

test("a dialog opens from its trigger, and gives the focus back to it", async () => {
  const user = userEvent.setup();
  render(
    <Dialog
      title="Add an endpoint"
      trigger={<Button>Add</Button>}
      footer={
        <DialogClose>
          <Button>Never mind</Button>
        </DialogClose>
      }
    >
      Its address
    </Dialog>,
  );
  expect(trigger("Add").getAttribute("aria-expanded")).toBe("false");
  await user.click(trigger("Add"));
  await screen.findByRole("dialog", { name: "Add an endpoint" });
  await user.click(await screen.findByRole("button", { name: "Never mind" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(trigger("Add")));
});

test("a menu opens with the arrow key, and an item runs its action", async () => {
  const user = userEvent.setup();
  const onSelect = vi.fn();
  render(
    <DropdownMenu trigger={<button type="button">More</button>}>
      <MenuItem onSelect={onSelect}>Archive</MenuItem>
    </DropdownMenu>,
  );
  trigger("More").focus();
  await user.keyboard("{ArrowDown}");
  await user.click(await screen.findByRole("menuitem", { name: "Archive" }));
  expect(onSelect).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
});

test("a confirmation with words to type does nothing until they match, and shows what went wrong", async () => {
  const user = userEvent.setup();
  const onConfirm = vi.fn(async () => {
    throw new Error("It has connections.");
  });
  render(
    <ConfirmDialog
      title="Delete the shop?"
      description="It cannot be undone."
      trigger={<Button>Delete</Button>}
      confirm="Delete it"
      typed="the shop"
      onConfirm={onConfirm}
    />,
  );
  await user.click(trigger("Delete"));
  const confirm = await screen.findByRole("button", { name: "Delete it" });
  await user.click(confirm);
  expect(onConfirm).not.toHaveBeenCalled();
  await user.type(screen.getByRole("textbox"), "the shop");
  await user.click(confirm);
  expect((await screen.findByRole("alert")).textContent).toBe("It has connections.");
  expect(screen.getByRole("alertdialog")).toBeTruthy();
});
