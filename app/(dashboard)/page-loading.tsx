"use client";

import { usePathname } from "next/navigation";
import { type ComponentType, lazy } from "react";
import { frameOf } from "@/components/ui/frame-of";
import { PageSkeleton } from "@/components/ui/skeleton";

const SkeletonOf = lazy<ComponentType<{ path: string }>>(() =>
  import("@/app/(dashboard)/skeleton-of").then(
    ({ skeletonOf }) => ({ default: ({ path }) => skeletonOf(path) }),
    () => ({ default: () => <PageSkeleton label="Loading the page" /> }),
  ),
);

/** Each folder's `loading.tsx`: what Next shows until the first part of the page is there. */
export function PageLoading() {
  const path = usePathname();
  return frameOf(path) === null ? <SkeletonOf path={path} /> : <PageSkeleton label="Loading the page" />;
}
