/** A link that is about to be scrolled into view counts as visible. */
const margin = "200px";

const waiting = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

/** Runs once when the element is on the screen. @returns what cancels it */
export function whenVisible(element: Element, run: () => void): () => void {
  observer ??= new IntersectionObserver(onChange, { rootMargin: margin });
  waiting.set(element, run);
  observer.observe(element);
  return () => observer?.unobserve(element);
}

function onChange(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    observer?.unobserve(target);
    waiting.get(target)?.();
  }
}
