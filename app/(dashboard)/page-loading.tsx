"use client";

import { usePathname } from "next/navigation";
import { lazy } from "react";
import { frameOf } from "@/components/ui/frame-of";
import { PageSkeleton } from "@/components/ui/skeleton";

const SkeletonOf = lazy(async () => {
  const { skeletonOf } = await import("@/app/(dashboard)/skeleton-of");
  return { default: ({ path }: { path: string }) => skeletonOf(path) };
});

/** Each folder's `loading.tsx`: what Next shows until the first part of the page is there. */
export function PageLoading() {
  const path = usePathname();
  return frameOf(path) === null ? <SkeletonOf path={path} /> : <PageSkeleton label="Loading the page" />;
}
