import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { whenIdle } from "@/components/ui/when-idle";

/**
 * A component that the server renders, and whose script the browser loads when it is idle; put it into a Suspense. Until then
 * it is what the server has sent, so it is for what needs no script at first, such as a field to type into, and for what nothing around it changes meanwhile.
 */
export function lateHydrated<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    if (typeof window !== "undefined") await new Promise<void>((resolve) => whenIdle(resolve));
    return { default: await load() };
  });
}
