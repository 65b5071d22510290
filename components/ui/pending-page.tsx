"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { frameOf } from "@/components/ui/frame-of";
import { pendingHref } from "@/components/ui/pending-navigation";
import { TabSkeleton } from "@/components/ui/skeleton";

/** A page that is there sooner replaces the old one directly. */
const afterMs = 100;

/**
 * The page, or the skeleton of the one that is being opened. The old page keeps its place behind it, so that the scroll
 * position is still there when the visitor comes back.
 * @param skeleton of a path; null: this path is not shown in this frame
 */
export function PendingPage({
  skeleton,
  children,
}: {
  skeleton: (path: string, from: string) => ReactNode;
  children: ReactNode;
}) {
  const from = usePathname();
  const href = pendingHref.useValue();
  const [shown, setShown] = useState<string | null>(null);

  useEffect(() => {
    if (href === null) return setShown(null);
    const timer = setTimeout(() => setShown(href), afterMs);
    return () => clearTimeout(timer);
  }, [href]);

  const path = href !== null && shown === href ? href.split("?")[0] : undefined;
  const instead = path === undefined || path === from ? null : skeleton(path, from);
  return (
    <div className="relative">
      <div className={instead === null ? undefined : "invisible"}>{children}</div>
      {instead !== null && (
        <div className="absolute inset-0">
          <div className="sticky top-[calc(var(--shell-top,0px)+1.5rem)] lg:top-8">{instead}</div>
        </div>
      )}
    </div>
  );
}

/** The tab of a frame, or the skeleton of the one of the same frame that is being opened. */
export function PendingTab({ children }: { children: ReactNode }) {
  return <PendingPage skeleton={tabSkeleton}>{children}</PendingPage>;
}

function tabSkeleton(path: string, from: string): ReactNode {
  const frame = frameOf(path);
  return frame !== null && frame === frameOf(from) ? <TabSkeleton /> : null;
}
