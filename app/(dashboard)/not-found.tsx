import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <div className="grid justify-items-start gap-4 py-10">
      <title>Not found · Latchkey</title>
      <span aria-hidden className="flex size-11 items-center justify-center rounded-xl bg-quiet-soft text-quiet">
        <SearchX className="size-5" />
      </span>
      <div className="grid gap-1">
        <h1 className="font-semibold text-2xl tracking-tight">Page not found</h1>
        <p className="text-ink-soft">
          The address may be wrong, the page may be gone, or it belongs to another of your companies.
        </p>
      </div>
      <ButtonLink href="/connections" variant="plain">
        All domains
      </ButtonLink>
    </div>
  );
}
