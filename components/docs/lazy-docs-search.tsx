"use client";

import { Suspense } from "react";
import { lateHydrated } from "@/components/ui/late-hydrated";

const LateSearch = lateHydrated(() => import("@/components/docs/docs-search").then((file) => file.DocsSearch));

/** What is typed before its script is there is searched then. */
export function DocsSearch() {
  return (
    <Suspense fallback={null}>
      <LateSearch />
    </Suspense>
  );
}
