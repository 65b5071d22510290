"use client";

import { lazy } from "react";
import { useIdleLoad } from "@/components/ui/use-idle-load";

const load = () => import("@/components/shell/reach-banner");
const LoadedBanner = lazy(() => load().then((file) => ({ default: file.ReachBanner })));

/** Shows nothing at first, so it is loaded when the browser is idle: before the first time that the server cannot be reached. */
export function ReachBanner() {
  return useIdleLoad(load) && <LoadedBanner />;
}
