import { useEffect, useState } from "react";
import { whenIdle } from "@/components/ui/when-idle";

/** Loads a part of the page when the browser is idle. @returns whether it is there; on the server, it is not */
export function useIdleLoad(load: () => Promise<unknown>): boolean {
  const [isLoaded, setLoaded] = useState(false);
  useEffect(
    () =>
      whenIdle(() =>
        load().then(
          () => setLoaded(true),
          () => undefined,
        ),
      ),
    [load],
  );
  return isLoaded;
}
