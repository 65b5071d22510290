"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { toasts } from "@/components/ui/toast";
import { whenIdle } from "@/components/ui/when-idle";

const load = () => import("@/components/ui/toast-card");
const ToastCard = lazy(() => load().then((file) => ({ default: file.ToastCard })));

/** Where toasts appear. Once in a page, in the shell. Toasts stay while the pointer or the focus is on them. */
export function ToastRegion() {
  const shown = toasts.useValue();
  const [held, setHeld] = useState(false);
  useEffect(() => whenIdle(() => load().catch(() => undefined)), []);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      aria-relevant="additions"
      className="pointer-events-none fixed right-0 bottom-(--banner-height,0px) z-50 grid w-full gap-2 p-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:w-104"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Suspense fallback={null}>
        {shown.map((item) => (
          <ToastCard key={item.id} item={item} held={held} />
        ))}
      </Suspense>
    </section>
  );
}
