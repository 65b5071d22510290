import { Unlink } from "lucide-react";
import { ConnectShell } from "@/components/diagnosis/connect-shell";

export default function NotFound() {
  return (
    <ConnectShell>
      <div className="grid justify-items-start gap-4 py-10">
        <title>This link does not work any more · Latchkey</title>
        <span aria-hidden className="flex size-11 items-center justify-center rounded-xl bg-quiet-soft text-quiet">
          <Unlink className="size-5" />
        </span>
        <div className="grid gap-1">
          <h1 className="font-semibold text-2xl tracking-tight">This link does not work any more</h1>
          <p className="max-w-prose text-ink-soft">
            It has expired or was withdrawn, or the address was not copied whole. Ask whoever sent it to you for a new
            one. Nothing that you have published is lost.
          </p>
        </div>
      </div>
    </ConnectShell>
  );
}
