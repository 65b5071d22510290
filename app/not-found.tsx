import { buttonClasses } from "@/components/ui/button-classes";

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-start gap-4 px-5">
      <title>Not found · Latchkey</title>
      <div className="grid gap-1">
        <h1 className="font-semibold text-2xl tracking-tight">Page not found</h1>
        <p className="text-ink-soft">The address may be wrong, or the page was removed.</p>
      </div>
      <a href="/" className={buttonClasses({ variant: "plain" })}>
        Go to the overview
      </a>
    </main>
  );
}
