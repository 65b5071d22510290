import { KeyRound } from "lucide-react";

export const brandClasses = "control flex items-center gap-2 rounded-md font-semibold tracking-tight";

export function BrandName() {
  return (
    <>
      <span aria-hidden className="flex size-7 items-center justify-center rounded-lg bg-accent text-on-accent">
        <KeyRound className="size-4" />
      </span>
      Latchkey
    </>
  );
}
