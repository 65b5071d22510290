"use client";

import { Send } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import type { SendInstructionsProps } from "@/components/connections/instructions-parts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { whenIdle } from "@/components/ui/when-idle";

const load = () => import("@/components/connections/instructions-parts");
const InstructionsParts = lazy(() => load().then((file) => ({ default: file.InstructionsParts })));

/** For customers who edit the DNS themselves: a mail with every step, and a page that follows what they do. */
export function SendInstructions(props: SendInstructionsProps) {
  useEffect(() => whenIdle(() => void load().catch(() => undefined)), []);
  return (
    <Dialog
      width="large"
      title="Send instructions"
      description={`For the person who edits the DNS of ${props.connection.hostnameUnicode}. They need no account.`}
      trigger={
        <Button variant="plain" size="small">
          <Send aria-hidden className="size-4" />
          Send instructions
        </Button>
      }
    >
      <Suspense fallback={<p>Loading…</p>}>
        <InstructionsParts {...props} />
      </Suspense>
    </Dialog>
  );
}
