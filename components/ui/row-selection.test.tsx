// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { toggleRows, useRowSelection } from "@/components/ui/row-selection";

const five = ["a", "b", "c", "d", "e"];
const columns: Column<string>[] = [{ key: "name", header: "Name", primary: true, cell: (row) => row }];

function Rows() {
  const [ids, setIds] = useState(five);
  const selection = useRowSelection(ids);
  return (
    <>
      <DataTable
        label="Letters"
        columns={columns}
        rows={ids}
        rowId={(row) => row}
        rowName={(row) => row}
        selection={selection}
      />
      <button type="button" onClick={() => setIds(["a", "e"])}>
        Filter
      </button>
      <output>{[...selection.selected].join(" ")}</output>
    </>
  );
}

const selected = () => screen.getByRole("status").textContent;
const box = (name: string) => screen.getByRole("checkbox", { name });

afterEach(cleanup);

test("shift and a click select everything from the row that was touched before", async () => {
  const user = userEvent.setup();
  render(<Rows />);
  await user.click(box("Select b"));
  await user.keyboard("{Shift>}");
  await user.click(box("Select d"));
  await user.keyboard("{/Shift}");
  expect(selected()).toBe("b c d");
});

test("the box above is neither on nor off while some are selected, then selects all, then none", async () => {
  const user = userEvent.setup();
  render(<Rows />);
  const all = box("Select all shown: Letters");
  await user.click(box("Select b"));
  expect(all).toHaveProperty("indeterminate", true);
  await user.click(all);
  expect(selected()).toBe("a b c d e");
  expect(all).toHaveProperty("indeterminate", false);
  await user.click(all);
  expect(selected()).toBe("");
});

test("a row that is no longer shown is no longer selected: nothing unseen is acted upon", async () => {
  const user = userEvent.setup();
  render(<Rows />);
  await user.click(box("Select all shown: Letters"));
  await user.click(screen.getByRole("button", { name: "Filter" }));
  expect(selected()).toBe("a e");
});

test("a range goes both ways and takes the new state of its end", () => {
  const toggle = (selected: string[], id: string, from: string | null) =>
    [...toggleRows({ shownIds: five, selected: new Set(selected), id, from })].sort().join(" ");
  expect(toggle(["d"], "b", "d")).toBe("b c d");
  expect(toggle(["a", "b", "c", "d"], "d", "b")).toBe("a");
  expect(toggle([], "c", "gone")).toBe("c");
});
