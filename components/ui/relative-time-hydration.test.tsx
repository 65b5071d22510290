// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, expect, it, vi } from "vitest";
import { RelativeTime } from "@/components/ui/relative-time";

afterEach(() => vi.useRealTimers());

it("a time that the server rendered a while ago is right as soon as the page is hydrated, without waiting for a tick", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const date = new Date("2026-01-01T12:00:00Z");
  vi.setSystemTime(new Date("2026-01-01T12:29:00Z"));
  document.body.innerHTML = renderToString(<RelativeTime date={date} />);
  expect(document.body.textContent).toBe("29 min ago");
  vi.setSystemTime(new Date("2026-01-01T12:30:10Z"));
  const root = await act(async () => hydrateRoot(document.body, <RelativeTime date={date} />));
  expect(document.body.textContent).toContain("30 min ago");
  await act(async () => root.unmount());
});
