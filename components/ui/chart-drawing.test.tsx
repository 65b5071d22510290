// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChartDrawing } from "@/components/ui/chart-drawing";

const days = ["2026-11-26", "2026-11-27", "2026-11-28"].map((day) => new Date(`${day}T12:00:00Z`));

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(private readonly report: (entries: { contentRect: { width: number } }[]) => void) {}
      observe() {
        this.report([{ contentRect: { width: 600 } }]);
      }
      disconnect() {}
    },
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("arrow keys move through the times, and each is read out with its values", async () => {
  const user = userEvent.setup();
  const series = [
    { key: "live", label: "Live", values: [150_000, 150_001, 150_002] },
    { key: "bad", label: "Need attention", values: [0, null, 1] },
  ];
  render(<ChartDrawing kind="area" title="Domains by day" times={days} series={series} height={200} />);
  const chart = screen.getByRole("slider", { name: "Domains by day" });
  const shown = () => chart.getAttribute("aria-valuetext");
  await user.tab();
  expect(document.activeElement).toBe(chart);
  expect(shown()).toBe("28 Nov: Live 150,002, Need attention 1");
  await user.keyboard("{ArrowLeft}");
  expect(shown()).toBe("27 Nov: Live 150,001, Need attention –");
  expect(screen.getByText("27 Nov", { selector: "p" })).toBeTruthy();
  await user.keyboard("{Home}{ArrowLeft}");
  expect(shown()).toBe("26 Nov: Live 150,000, Need attention 0");
  await user.keyboard("{End}{ArrowRight}");
  expect(shown()).toBe("28 Nov: Live 150,002, Need attention 1");
  await user.tab();
  expect(screen.queryByText("28 Nov", { selector: "p" })).toBeNull();
});

test("large numbers are short beside the axis", () => {
  const series = [{ key: "a", label: "A", values: [0, 150_000, 20] }];
  render(<ChartDrawing kind="bar" title="Requests" times={days} series={series} height={200} />);
  expect(screen.getByText("150k")).toBeTruthy();
});
