// @vitest-environment happy-dom
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { readAnswer } from "@/components/connections/import/import-results";
import { ImportTable } from "@/components/connections/import/import-table";
import { readImport } from "@/components/connections/import/read-import";
import { connectionStates } from "@/lib/connections/machine";
import type { BatchResult } from "@/lib/connections/schema";

afterEach(cleanup);

const policy = { allowReservedTlds: true };

/** The answer for a list that was imported before: each name has a connection in one of the states. */
function knownAnswer(count: number): BatchResult[] {
  return Array.from({ length: count }, (_, index) => {
    const state = connectionStates[index % connectionStates.length];
    const details = { heldBy: "own_connection", connectionId: `id-${index}`, state };
    const message = `You already have a connection (it is ${state}). Archive it.`;
    return { index, error: { code: "HostnameConflict", message, details } } as unknown as BatchResult;
  });
}

it("a list that is imported again is already connected: nothing is refused, and no API word or advice is shown", async () => {
  const list = readImport(connectionStates.map((_, index) => `shop-${index}.acme.test`).join("\n"), policy).rows;
  const results = new Map(readAnswer(list, knownAnswer(list.length)));
  const { container } = render(<ImportTable list={list} note={null} results={results} ran />);
  expect(screen.getByRole("radio", { name: `Already there ${list.length}` })).toBeTruthy();
  expect(screen.getByRole("radio", { name: "Connected 0" })).toBeTruthy();
  expect(screen.getByRole("radio", { name: "Failures 0" })).toBeTruthy();
  const text = container.textContent ?? "";
  for (const state of connectionStates.filter((one) => one.includes("_"))) expect(text).not.toContain(state);
  expect(text).not.toMatch(/Archive it|Refused/);
  expect(within(screen.getByRole("table")).getAllByText("Already connected")).toHaveLength(list.length);
  await userEvent.click(screen.getByRole("radio", { name: /^Already there/ }));
  expect(screen.getAllByRole("link", { name: "Open it" })).toHaveLength(list.length);
});
