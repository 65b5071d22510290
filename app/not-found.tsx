import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 px-5">
      <title>Not found · Latchkey</title>
      <div className="grid gap-1">
        <h1 className="font-semibold text-2xl tracking-tight">There is no page here</h1>
        <p className="text-ink-soft">The address may be mistyped, or what it showed is gone.</p>
      </div>
      <ButtonLink href="/" variant="plain">
        To the start
      </ButtonLink>
    </main>
  );
}
