// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useLiveMoment } from "@/components/connections/live-moment";
import { type SandboxEdge, VisitLink } from "@/components/connections/visit-link";
import { toasts } from "@/components/ui/toast";
import { ToastRegion } from "@/components/ui/toast-region";
import type { ConnectionState } from "@/lib/connections/machine";

afterEach(cleanup);

function Page({ hostname, state, sandbox }: { hostname: string; state: ConnectionState; sandbox: SandboxEdge | null }) {
  useLiveMoment({ hostname, hostnameUnicode: hostname, state }, sandbox);
  return (
    <>
      <input aria-label="focused" />
      <ToastRegion />
    </>
  );
}

test("going live is a toast, once, with the way to the domain; the focus stays", async () => {
  const page = (state: ConnectionState) => <Page hostname="shop.example.com" state={state} sandbox={null} />;
  const { rerender } = render(page("issuing_cert"));
  screen.getByLabelText("focused").focus();
  expect(screen.queryByText(/is live/)).toBeNull();
  for (const state of ["live", "live"] as const) rerender(page(state));
  expect(await screen.findAllByText("shop.example.com is live")).toHaveLength(1);
  const link = screen.getByRole("link", { name: /Visit/ });
  expect([link.getAttribute("href"), link.getAttribute("target")]).toEqual(["https://shop.example.com/", "_blank"]);
  expect(link.getAttribute("rel")).toContain("noopener");
  expect(document.activeElement).toBe(screen.getByLabelText("focused"));
});

test("a page that opens on a live domain, and one that goes over to another state, say nothing", () => {
  const page = (state: ConnectionState) => <Page hostname="old.example.com" state={state} sandbox={null} />;
  const { rerender } = render(page("live"));
  rerender(page("drifted"));
  expect(toasts.get().map(({ title }) => title)).not.toContain("old.example.com is live");
});

test("in the sandbox there is no link: the hostname resolves nowhere", async () => {
  const sandbox = { httpsPort: 8443, caFile: null };
  const page = (state: ConnectionState) => <Page hostname="shop.sandbox.test" state={state} sandbox={sandbox} />;
  const { rerender } = render(page("issuing_cert"));
  rerender(page("live"));
  await screen.findByText("shop.sandbox.test is live");
  const region = screen.getByRole("region", { name: "Notifications" });
  expect(region.querySelector('a[href*="shop.sandbox.test"]')).toBeNull();
  render(<VisitLink hostname="shop.sandbox.test" sandbox={sandbox} />);
  expect(screen.getByRole("button", { name: "Visit" })).toBeDefined();
});

test("elsewhere a click opens the domain in a new tab, which cannot reach back", () => {
  render(<VisitLink hostname="shop.example.com" sandbox={null} />);
  const link = screen.getByRole("link", { name: /Visit/ });
  expect(link.getAttribute("href")).toBe("https://shop.example.com/");
  expect(link.getAttribute("target")).toBe("_blank");
  expect(link.getAttribute("rel")).toContain("noopener");
});
