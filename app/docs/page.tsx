import type { Metadata } from "next";
import { readGuides, titlesOf } from "@/app/docs/guides";
import { DocsIndex } from "@/components/docs/docs-index";
import { DocsShell } from "@/components/docs/docs-shell";

export const metadata: Metadata = { title: "Documentation" };

/** Public and the same for everyone, so it is rendered at build time. */
export const dynamic = "force-static";

export default function Page() {
  return (
    <DocsShell current="guides" parts={[]}>
      <DocsIndex titles={titlesOf(readGuides())} />
    </DocsShell>
  );
}
