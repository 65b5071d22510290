// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { PathnameContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { afterEach, beforeEach, expect, it } from "vitest";
import { useDocumentTitle } from "@/components/ui/document-title";

beforeEach(() => {
  document.head.innerHTML = "<title>Application · Latchkey</title>";
});
afterEach(cleanup);

function Title({ parts }: { parts: (string | undefined)[] }) {
  useDocumentTitle(...parts);
  return null;
}

const page = (...parts: (string | undefined)[]) => (
  <PathnameContext value={location.pathname}>
    <Title parts={parts} />
  </PathnameContext>
);

/** As Next does when the metadata of a page has arrived. */
async function writeMetadata(title: string): Promise<void> {
  document.head.innerHTML = `<title>${title}</title>`;
  await new Promise((resolve) => setTimeout(resolve));
}

it("stays when the metadata arrives after the page, and follows what the page says", async () => {
  const { rerender } = render(page(undefined, "Shop"));
  expect(document.title).toBe("Shop · Latchkey");
  rerender(page("Records", "Shop"));
  await writeMetadata("Application · Latchkey");
  expect(document.title).toBe("Records · Shop · Latchkey");
});

it("leaves the title of the next page, and that of a page without data, as they are", async () => {
  const { unmount, rerender } = render(page("Records", "Shop"));
  rerender(<PathnameContext value="/team">{page("Records", "Shop").props.children}</PathnameContext>);
  await writeMetadata("Team · Latchkey");
  expect(document.title).toBe("Team · Latchkey");
  unmount();
  render(page(undefined));
  await writeMetadata("Usage · Latchkey");
  expect(document.title).toBe("Usage · Latchkey");
});
