"use client";

import { type ComponentProps, lazy, memo, Suspense } from "react";
import type { FirstSteps as Steps } from "@/components/connections/first-steps";

const LoadedSteps = lazy(() =>
  import("@/components/connections/first-steps").then((file) => ({ default: file.FirstSteps })),
);

/**
 * Only new companies see it, so only their pages load it. The server still renders it; what is rendered again before it is loaded
 * would be shown without it.
 */
export const FirstSteps = memo(function FirstSteps(props: ComponentProps<typeof Steps>) {
  return (
    <Suspense fallback={null}>
      <LoadedSteps {...props} />
    </Suspense>
  );
});
