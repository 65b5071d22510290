/** @jsxImportSource preact */
import type { LaterIconName } from "@/widget/view/later-icons";

/** Strokes on 24 × 24. Those of the later steps come with their chunk. */
const shapes: Partial<Record<IconName, string>> = {
  alert: "M12 8v5m0 3.5v.01M10.3 3.9 2.4 17.5A2 2 0 0 0 4.1 20.5h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z",
  close: "M6 6l12 12M18 6 6 18",
};

export type IconName = "alert" | "close" | LaterIconName;

/** Once, by the chunk of the later steps. */
export function addShapes(more: Readonly<Record<LaterIconName, string>>): void {
  Object.assign(shapes, more);
}

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" class={`icon i-${name}`} aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}

export function Spinner() {
  return <span class="spin" aria-hidden="true" />;
}
