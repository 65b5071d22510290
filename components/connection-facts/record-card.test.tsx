// @vitest-environment happy-dom
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { RecordCard, type RecordCardProps } from "@/components/connection-facts/record-card";
import type { RecordRow } from "@/components/connection-facts/records-rows";

afterEach(cleanup);

const row: RecordRow = {
  host: "shop.example.com",
  type: "CNAME",
  value: "edge.latchkey.test",
  ttl: 300,
  purpose: "points here",
  name: "CNAME",
  status: "missing",
  seen: null,
  seenAt: new Date("2026-01-01T12:00:00Z"),
  servers: [
    {
      server: "ns1.example.com",
      address: "192.0.2.53",
      name: "shop.example.com",
      type: "A",
      kind: "nxdomain",
      reason: null,
      values: [],
    },
  ],
};
const place = { zone: "example.com", provider: null };
const card = (props: RecordCardProps) => render(<RecordCard {...props} />);
const copies = () =>
  screen.getAllByRole("button", { name: /^Copy/ }).map((button) => button.getAttribute("aria-label"));

test("a record to publish is the fields of a form, each to copy, and the name relative to the zone comes first", () => {
  card({ row, ...place });
  expect(copies()).toEqual([
    "Copy the type of the CNAME record",
    "Copy the name of the CNAME record",
    "Copy the full name of the CNAME record",
    "Copy the value of the CNAME record",
  ]);
  const article = screen.getByRole("article", { name: /CNAME points here/ });
  expect(article.textContent).toContain("If your provider wants the full name: shop.example.com");
  expect(article.textContent).toContain("Not seen yet");
  expect(article.textContent).toContain("says that the name does not exist");
});

test("where the provider's form takes full names, that one comes first", () => {
  card({ row, zone: "example.com", provider: { hostLabelStyle: "fqdn" } });
  expect(copies()[1]).toBe("Copy the full name of the CNAME record");
  expect(screen.getByRole("article").textContent).toContain("If it adds the domain itself: shop");
});

test("what is right is a line that opens; what turns right while it is read stays open", async () => {
  card({ row: { ...row, status: "right" }, ...place });
  const heading = screen.getByRole("button", { expanded: false });
  expect(heading.textContent).toContain("shop");
  expect(screen.queryByText("Value")).toBeNull();
  await userEvent.click(heading);
  expect(screen.getByText("Value")).toBeDefined();
  cleanup();

  const { rerender } = card({ row, ...place });
  rerender(<RecordCard row={{ ...row, status: "right" }} {...place} />);
  expect(screen.getByText("Correct")).toBeDefined();
  expect(screen.getByText("Value")).toBeDefined();
});

test("of a value that is nearly the wanted one, the characters that differ are marked", () => {
  const { container } = card({ row: { ...row, status: "other", seen: "edge.latchkey.tset" }, ...place });
  expect([...container.querySelectorAll("mark")].map(({ textContent }) => textContent)).toEqual(["se"]);
  cleanup();
  const other = card({ row: { ...row, status: "other", seen: "shops.example.net" }, ...place });
  expect(other.container.querySelectorAll("mark")).toHaveLength(0);
  expect(screen.getByRole("article").textContent).toContain("Published now: shops.example.net");
});

test("the findings take the place of the sentence on what is seen", () => {
  card({ row, ...place });
  expect(screen.getByText("Nothing is published here yet.")).toBeDefined();
  cleanup();
  card({ row, ...place, children: [<h4 key="one">The CNAME record is not published yet</h4>] });
  expect(screen.queryByText("Nothing is published here yet.")).toBeNull();
  expect(within(screen.getByRole("article")).getByRole("heading", { level: 4 })).toBeDefined();
});

test("a step to delete something is a card, too", () => {
  const fields = {
    type: "A",
    host: "shop",
    fullHost: "shop.example.com",
    recommended: "host",
    value: "192.0.2.7",
  } as const;
  card({
    step: { action: "delete", ...fields, seen: ["192.0.2.7"], ttl: 300, status: "todo", because: null },
    title: "1. Delete",
  });
  const article = screen.getByRole("article", { name: /1. Delete A/ });
  expect(article.textContent).toContain("To delete");
  expect(article.textContent).not.toContain("Published now");
});
