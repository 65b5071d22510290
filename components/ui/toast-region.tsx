"use client";

import { useState } from "react";
import { toasts } from "@/components/ui/toast";
import { ToastCard } from "@/components/ui/toast-card";

/** Where toasts appear. Once in a page, in the shell. Toasts stay while the pointer or the focus is on them. */
export function ToastRegion() {
  const shown = toasts.useValue();
  const [held, setHeld] = useState(false);
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
      {shown.map((item) => (
        <ToastCard key={item.id} item={item} held={held} />
      ))}
    </section>
  );
}
