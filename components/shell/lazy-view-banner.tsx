"use client";

import { lazy, Suspense } from "react";

const LoadedBanner = lazy(() =>
  import("@/components/shell/view-banner").then((file) => ({ default: file.ViewBanner })),
);

/** Only support staff see it, so only their pages load it. The server still renders it. */
export function ViewBanner() {
  return (
    <Suspense fallback={null}>
      <LoadedBanner />
    </Suspense>
  );
}
