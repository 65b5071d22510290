// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { frameOf } from "@/components/ui/frame-of";
import { openedBy, pendingHref, startNavigation } from "@/components/ui/pending-navigation";
import { PendingPage, PendingTab } from "@/components/ui/pending-page";
import { createPrefetchTurns } from "@/components/ui/prefetch-turns";

const at = vi.hoisted(() => ({ path: "/connections" }));
// Whole, because the files of a worker share their modules: another test may get this one.
vi.mock("next/navigation", () => ({
  usePathname: () => at.path,
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
  useSearchParams: () => new URLSearchParams(),
}));

beforeEach(() => {
  vi.useFakeTimers();
  at.path = "/connections";
  history.replaceState(null, "", "/connections");
});

afterEach(() => {
  cleanup();
  pendingHref.set(null);
  vi.useRealTimers();
});

function Page() {
  return (
    <PendingPage skeleton={(path) => (path.startsWith("/docs") ? null : <p>Skeleton of {path}</p>)}>
      <p>The old page</p>
    </PendingPage>
  );
}

const open = (href: string) => act(() => startNavigation(href));
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));

it("shows the skeleton of the page that is being opened, and the old page again if it is not opened after all", () => {
  render(<Page />);
  open("/team?x=1");
  expect(screen.queryByText(/^Skeleton/)).toBeNull();
  wait(300);
  expect(screen.getByText("Skeleton of /team").textContent).toBe("Skeleton of /team");
  expect(screen.getByText("The old page").parentElement?.className).toBe("invisible");
  act(() => pendingHref.set(null));
  expect(screen.queryByText(/^Skeleton/)).toBeNull();
  expect(screen.getByText("The old page").parentElement?.className).toBe("");
});

it("shows none for a page of another kind, for another query of the same page, and for the page that is open", () => {
  render(<Page />);
  for (const href of ["/docs/api", "/connections?q=a", "/connections", "/connections#x"]) {
    open(href);
    wait(300);
    expect(screen.queryByText(/^Skeleton/)).toBeNull();
    act(() => pendingHref.set(null));
  }
});

it("shows a tab's skeleton only below the frame that stays", () => {
  at.path = "/applications/1/keys";
  render(<PendingTab>The tab</PendingTab>);
  open("/applications/1/records");
  wait(300);
  expect(screen.getByText("Loading this tab")).toBeTruthy();
  open("/applications/2/records");
  wait(300);
  expect(screen.queryByText("Loading this tab")).toBeNull();
});

it("knows which pages share a frame", () => {
  expect(frameOf("/applications/1/keys")).toBe(frameOf("/applications/1"));
  expect(frameOf("/webhooks/1/settings")).toBe("/webhooks/1");
  for (const path of [
    "/",
    "/applications",
    "/webhooks",
    "/webhooks/deliveries",
    "/webhooks/deliveries/1",
    "/connections/1",
  ])
    expect(frameOf(path)).toBeNull();
});

it("a click opens a page unless it opens a tab, a file, another site or nothing", () => {
  const click = (html: string, init: MouseEventInit = {}) => {
    document.body.innerHTML = html;
    let opened: string | null = null;
    const read = (event: MouseEvent) => {
      opened = openedBy(event);
    };
    const target = document.querySelector("b");
    // As Next's links do.
    target?.addEventListener("click", (event) => event.preventDefault());
    addEventListener("click", read);
    target?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...init }));
    removeEventListener("click", read);
    return opened;
  };
  expect(click('<a href="/team?a=1#b"><b>x</b></a>')).toBe("/team?a=1");
  expect(click('<a href="/team"><b>x</b></a>', { ctrlKey: true })).toBeNull();
  expect(click('<a href="/team"><b>x</b></a>', { metaKey: true })).toBeNull();
  expect(click('<a href="/team"><b>x</b></a>', { button: 1 })).toBeNull();
  expect(click('<a href="/team" target="_blank"><b>x</b></a>')).toBeNull();
  expect(click('<a href="/file" download><b>x</b></a>')).toBeNull();
  expect(click('<a href="https://other.test/team"><b>x</b></a>')).toBeNull();
  expect(click("<b>x</b>")).toBeNull();
});

it("prefetches are bounded in any ten seconds, however fast the pointer moves", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (gaps) => {
      const turns = createPrefetchTurns();
      let nowMs = 0;
      const taken: number[] = [];
      for (const gap of gaps) {
        nowMs += gap;
        if (turns.take(nowMs)) taken.push(nowMs);
      }
      for (const from of taken) {
        expect(taken.filter((atMs) => atMs >= from && atMs < from + 10_000).length).toBeLessThanOrEqual(6);
      }
      if (gaps.length > 0) expect(taken.length).toBeGreaterThan(0);
    }),
  );
});
