"use client";

import { lazy, useEffect, useState } from "react";
import { whenIdle } from "@/components/ui/when-idle";

const load = () => import("@/components/shell/reach-banner");
const LoadedBanner = lazy(() => load().then((file) => ({ default: file.ReachBanner })));

/** Shows nothing at first, so it is loaded when the browser is idle: before the first time that the server cannot be reached. */
export function ReachBanner() {
  const [isLoaded, setLoaded] = useState(false);
  useEffect(
    () =>
      whenIdle(() =>
        load().then(
          () => setLoaded(true),
          () => undefined,
        ),
      ),
    [],
  );
  return isLoaded && <LoadedBanner />;
}
