/** A grey bar where something will stand. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={`block motion-safe:animate-pulse rounded-md bg-quiet-soft ${className}`} />;
}
