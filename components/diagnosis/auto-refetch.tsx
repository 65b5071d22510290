"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { callSharedPage } from "@/components/diagnosis/shared-page-calls";

const firstMs = 10_000;
const slowestMs = 60_000;
const slower = 1.15;

/** Refreshes the page while it is visible, less and less often; immediately when the visitor returns. */
export function AutoRefetch({ token }: { token: string }) {
  const router = useRouter();
  const [, startTransition] = useTransition();
  useEffect(() => {
    // Whether it was noted changes nothing for the visitor.
    if (!document.hidden) callSharedPage("/connect/opened", token).catch(() => undefined);
  }, [token]);
  useEffect(() => {
    let waitMs = firstMs;
    let timer = setTimeout(tick, waitMs);
    function tick() {
      waitMs = Math.min(slowestMs, waitMs * slower);
      timer = setTimeout(tick, waitMs);
      if (!document.hidden) startTransition(() => router.refresh());
    }
    function onVisible() {
      if (document.hidden) return;
      clearTimeout(timer);
      waitMs = firstMs;
      timer = setTimeout(tick, 0);
    }
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [router]);
  return null;
}
