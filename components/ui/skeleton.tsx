/** A placeholder while something loads. Give it the size of the content, so that nothing moves. */
export function Skeleton({ className }: { className: string }) {
  return (
    <span aria-hidden className={`block max-w-full rounded-md bg-quiet-soft motion-safe:animate-pulse ${className}`} />
  );
}

const lineWidths = ["w-full", "w-11/12", "w-4/5", "w-2/3"];

export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="grid gap-2 py-1">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places
        <Skeleton key={line} className={`h-4 ${line === lines - 1 ? "w-1/2" : lineWidths[line % lineWidths.length]}`} />
      ))}
    </div>
  );
}

export function CardSkeleton({ className = "h-40" }: { className?: string }) {
  return (
    <div className={`grid content-start gap-3 rounded-xl border border-line bg-card p-5 shadow-lift-1 ${className}`}>
      <Skeleton className="h-5 w-40" />
      <TextSkeleton lines={2} />
    </div>
  );
}

/** The placeholder of a page: a heading and its cards. `label` is for screen readers. */
export function PageSkeleton({ label, cards = 2 }: { label: string; cards?: number }) {
  return (
    <div aria-busy className="grid gap-6">
      <h1 className="sr-only">{label}</h1>
      <div className="grid gap-2 py-1">
        <Skeleton className="h-8 w-56" />
        <Skeleton className="h-4 w-96" />
      </div>
      {Array.from({ length: cards }, (_, card) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cards never change places
        <CardSkeleton key={card} className={card === 0 ? "h-32" : "h-96"} />
      ))}
    </div>
  );
}

/** The placeholder of a tab, below the header and the tabs of its page. */
export function TabSkeleton() {
  return (
    <div aria-busy className="grid gap-6">
      <p className="sr-only">Loading this tab</p>
      <CardSkeleton className="h-56" />
      <CardSkeleton className="h-72" />
    </div>
  );
}
