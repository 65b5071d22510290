"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { PageNotFound as Page } from "@/components/shell/page-not-found";

const LoadedPage = lazy(() =>
  import("@/components/shell/page-not-found").then((file) => ({ default: file.PageNotFound })),
);

/** Every page refers to it, and few visits see it. The server still renders it. */
export function PageNotFound(props: ComponentProps<typeof Page>) {
  return (
    <Suspense fallback={null}>
      <LoadedPage {...props} />
    </Suspense>
  );
}
