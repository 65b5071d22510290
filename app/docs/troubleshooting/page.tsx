import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metadata } from "next";
import { DocsShell } from "@/components/docs/docs-shell";
import { ErrorReference } from "@/components/docs/error-reference";
import { findingCodes } from "@/lib/diagnosis/evidence/catalog";

export const metadata: Metadata = { title: "Troubleshooting" };

/** Rendered at build time from the repository: the running app reads no file. */
export const dynamic = "force-static";

export default function Page() {
  const text = readFileSync(join(process.cwd(), "docs/troubleshooting.md"), "utf8");
  const contents = findingCodes.map((code) => ({ href: `#${code}`, label: code }));
  return (
    <DocsShell current="troubleshooting" contents={contents}>
      <ErrorReference text={text} />
    </DocsShell>
  );
}
