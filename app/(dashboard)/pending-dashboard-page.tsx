"use client";

import { type ReactNode, useEffect, useState } from "react";
import { frameOf } from "@/components/ui/frame-of";
import { PendingPage } from "@/components/ui/pending-page";
import { whenIdle } from "@/components/ui/when-idle";

type SkeletonOf = (path: string) => ReactNode;

/**
 * Around all pages: shows the skeleton of the page that is being opened, also before the server has answered. A first page
 * needs none, so they are loaded when the browser is idle; until then, the old page stays.
 */
export function PendingDashboardPage({ children }: { children: ReactNode }) {
  const [skeletonOf, setSkeletonOf] = useState<SkeletonOf | null>(null);
  useEffect(
    () =>
      whenIdle(() =>
        import("@/app/(dashboard)/skeleton-of").then(
          (file) => setSkeletonOf(() => file.skeletonOf),
          () => undefined,
        ),
      ),
    [],
  );
  return (
    <PendingPage skeleton={(path, from) => (isShownHere(path, from) ? (skeletonOf?.(path) ?? null) : null)}>
      {children}
    </PendingPage>
  );
}

/** Only the pages of the dashboard have skeletons here. Within a frame, such as an application's tabs, the frame shows them. */
function isShownHere(path: string, from: string): boolean {
  if (/^\/(docs|support|connect|sign-in|sandbox\/mails)(\/|$)/.test(path)) return false;
  const frame = frameOf(path);
  return frame === null || frame !== frameOf(from);
}
