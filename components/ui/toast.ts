import { createStore } from "@/components/ui/create-store";

export type ToastInput = {
  title: string;
  text?: string;
  tone?: "good" | "bad" | "quiet";
  /** One thing to do about it, such as Undo, or a page that opens in a new tab. A click also dismisses the toast. */
  action?: { label: string; onClick: () => void } | { label: string; href: string };
};

export type ToastItem = ToastInput & { id: number };

const maxShown = 3;

export const toasts = createStore<readonly ToastItem[]>([]);
let lastId = 0;

/** Confirms something for a few seconds. What must not be missed belongs on the page. */
export function toast(input: ToastInput): void {
  lastId += 1;
  toasts.set([...toasts.get(), { ...input, id: lastId }].slice(-maxShown));
}

export function dismissToast(id: number): void {
  toasts.set(toasts.get().filter((item) => item.id !== id));
}
