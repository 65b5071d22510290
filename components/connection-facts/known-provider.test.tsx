// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { KnownProvider, useProvider } from "@/components/connection-facts/known-provider";
import { findProvider } from "@/lib/dns/providers/catalog";

afterEach(cleanup);

function Name({ of }: { of: string | null }) {
  return <p>{useProvider(of)?.name ?? "unknown"}</p>;
}

const page = (of: string | null) => (
  <KnownProvider provider={findProvider("cloudflare")}>
    <Name of={of} />
  </KnownProvider>
);

it("is the one that the server has found, at once; another one after a move; none for a domain without", async () => {
  const { rerender } = render(page("cloudflare"));
  expect(screen.getByText("Cloudflare")).toBeDefined();
  rerender(page("route53"));
  expect(await screen.findByText("Amazon Route 53")).toBeDefined();
  for (const unknown of [null, "nobody"]) {
    rerender(page(unknown));
    expect(screen.getByText("unknown")).toBeDefined();
  }
});
