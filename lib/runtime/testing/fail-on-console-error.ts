import { afterEach, vi } from "vitest";

const spy = vi.spyOn(console, "error");

/** An unexpected `console.error` is a defect that nobody noticed. */
afterEach(() => {
  const calls = spy.mock.calls.map((call) => call.map(String).join(" "));
  spy.mockClear();
  if (calls.length > 0) throw new Error(`console.error was called: ${calls.join("; ")}`);
});
