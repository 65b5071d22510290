"use client";

import { Eye } from "lucide-react";
import { useState } from "react";
import { useShellSession } from "@/components/session/shell-session";
import { leaveTenant } from "@/components/shell/view-calls";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";

/** Tells support staff whose dashboard they are viewing, and lets them leave. Sticky. */
export function ViewBanner() {
  const { tenant, viewingUntil } = useShellSession();
  const [leaving, setLeaving] = useState(false);

  async function leave() {
    setLeaving(true);
    try {
      await leaveTenant(tenant.id);
    } catch (error) {
      setLeaving(false);
      toast({ tone: "bad", title: "Could not leave", text: error instanceof Error ? error.message : "" });
    }
  }

  return (
    <section
      aria-label="Viewing as support"
      className="sticky top-[4rem] z-10 -mt-2 mb-6 flex min-h-12 items-center gap-3 rounded-lg border border-waiting bg-waiting-soft px-3 py-1.5 shadow-lift-1 lg:top-2 lg:-mt-4"
    >
      <Eye aria-hidden className="size-5 shrink-0 text-waiting" />
      <p className="min-w-0 flex-1 text-sm leading-5 [overflow-wrap:anywhere]">
        You are viewing <strong className="font-semibold">{tenant.name}</strong> as support, read-only.
        {viewingUntil && (
          <span className="text-ink-soft max-sm:hidden">
            {" "}
            It ends <RelativeTime date={viewingUntil} /> and is in their audit log.
          </span>
        )}
      </p>
      <Button variant="plain" size="small" busy={leaving} onClick={leave}>
        Leave
      </Button>
    </section>
  );
}
