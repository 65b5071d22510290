"use client";

import type { ReactNode } from "react";
import { PendingPage } from "@/components/ui/pending-page";
import { PageSkeleton } from "@/components/ui/skeleton";

/** Around the pages of the console: the skeleton of the one that is being opened. */
export function PendingSupportPage({ children }: { children: ReactNode }) {
  return <PendingPage skeleton={supportSkeleton}>{children}</PendingPage>;
}

function supportSkeleton(path: string): ReactNode {
  return /^\/support(\/|$)/.test(path) ? <PageSkeleton label="Loading the page" /> : null;
}
