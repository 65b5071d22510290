"use client";

import { usePathname } from "next/navigation";
import { type ComponentType, createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import { useShellSession } from "@/components/session/shell-session";
import type { ShownHintProps, Tour } from "@/components/shell/tour-hint";

// Where it does not load, the page goes without it.
const ShownHint = lazy<ComponentType<ShownHintProps>>(() =>
  import("@/components/shell/tour-hint").then(
    (file) => ({ default: file.ShownHint }),
    () => ({ default: () => null }),
  ),
);

const TourContext = createContext<Tour | null>(null);

/** The hints of somebody who has not ended them, on the page of a domain. */
export function TourProvider({ children }: { children: ReactNode }) {
  return <TourContext value={useTour()}>{children}</TourContext>;
}

function useTour(): Tour | null {
  const { user, viewingUntil } = useShellSession();
  const path = usePathname() ?? "";
  const [step, setStep] = useState(0);
  const [ended, setEnded] = useState(user.tourEnded);
  if (ended || viewingUntil !== null || !/^\/connections\/[0-9a-f]{8}-/.test(path)) return null;
  return { step, setStep, setEnded: () => setEnded(true) };
}

/** One hint, in a place of its own: it covers nothing, and the page works as without it. Few see it, so it loads for them. */
export function TourHint({ className }: { className: string }) {
  const tour = useContext(TourContext);
  return (
    tour && (
      <Suspense fallback={null}>
        <ShownHint tour={tour} className={className} />
      </Suspense>
    )
  );
}
