import { KeyRound } from "lucide-react";
import { Link } from "@/components/ui/link";

export function Brand({ href = "/" }: { href?: string }) {
  return (
    <Link href={href} className="control flex items-center gap-2 rounded-md font-semibold tracking-tight">
      <span aria-hidden className="flex size-7 items-center justify-center rounded-lg bg-accent text-on-accent">
        <KeyRound className="size-4" />
      </span>
      Latchkey
    </Link>
  );
}
