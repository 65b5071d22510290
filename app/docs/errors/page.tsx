import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metadata } from "next";
import { DocsShell } from "@/components/docs/docs-shell";
import { ErrorReference } from "@/components/docs/error-reference";
import { errorStatus } from "@/lib/kernel/errors";

export const metadata: Metadata = { title: "Errors" };

/** Rendered at build time from the repository: the running app reads no file. */
export const dynamic = "force-static";

export default function Page() {
  const text = readFileSync(join(process.cwd(), "docs/errors.md"), "utf8");
  const contents = Object.keys(errorStatus).map((code) => ({ href: `#${code}`, label: code }));
  return (
    <DocsShell current="errors" contents={contents}>
      <ErrorReference text={text} />
    </DocsShell>
  );
}
