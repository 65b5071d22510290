// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { FlowEnd } from "@/components/connections/domain-connect/flow-end";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  Object.assign(window, { opener: null });
});

function openedBy(): { postMessage: ReturnType<typeof vi.fn> } {
  vi.spyOn(window, "close").mockReturnValue();
  const opener = { postMessage: vi.fn() };
  Object.assign(window, { opener });
  return opener;
}

it.each(["returned", "cancelled", "failed"])("says to the page that opened it: %s, and nothing else", (outcome) => {
  const opener = openedBy();
  render(<FlowEnd outcome={outcome} />);
  expect(opener.postMessage.mock.calls).toEqual([[{ type: "latchkey:domain-connect", outcome }, "*"]]);
  expect(window.close).toHaveBeenCalledTimes(1);
});

it.each(["invalid", "", "constructor", "toString"])(
  "says nothing about an outcome that it does not know: %j",
  (outcome) => {
    const opener = openedBy();
    render(<FlowEnd outcome={outcome} />);
    expect([opener.postMessage.mock.calls, vi.mocked(window.close).mock.calls]).toEqual([[], []]);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("This way back no longer works");
  },
);
