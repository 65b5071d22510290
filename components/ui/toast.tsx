"use client";

import { CircleCheck, ExternalLink, Info, type LucideIcon, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { createStore } from "@/components/ui/create-store";

export type ToastInput = {
  title: string;
  text?: string;
  tone?: "good" | "bad" | "quiet";
  /** One thing to do about it, such as Undo, or a page that opens in a new tab. A click also dismisses the toast. */
  action?: { label: string; onClick: () => void } | { label: string; href: string };
};

type ToastItem = ToastInput & { id: number };

const shownMs = 6_000;
const withActionMs = 10_000;
const maxShown = 3;

const items = createStore<readonly ToastItem[]>([]);
let lastId = 0;

/** Confirms something for a few seconds. What must not be missed belongs on the page. */
export function toast(input: ToastInput): void {
  lastId += 1;
  items.set([...items.get(), { ...input, id: lastId }].slice(-maxShown));
}

function dismiss(id: number): void {
  items.set(items.get().filter((item) => item.id !== id));
}

/** Where toasts appear. Once in a page, in the shell. Toasts stay while the pointer or the focus is on them. */
export function ToastRegion() {
  const shown = items.useValue();
  const [held, setHeld] = useState(false);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      aria-relevant="additions"
      className="pointer-events-none fixed right-0 bottom-(--banner-height,0px) z-50 grid w-full gap-2 p-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:w-104"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown.map((item) => (
        <Toast key={item.id} item={item} held={held} />
      ))}
    </section>
  );
}

const icons: Record<NonNullable<ToastInput["tone"]>, { icon: LucideIcon; colour: string }> = {
  good: { icon: CircleCheck, colour: "text-good" },
  bad: { icon: TriangleAlert, colour: "text-bad" },
  quiet: { icon: Info, colour: "text-ink-soft" },
};

function Toast({ item, held }: { item: ToastItem; held: boolean }) {
  const { id, title, text, tone = "good", action } = item;
  const { icon: Icon, colour } = icons[tone];

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(id), action ? withActionMs : shownMs);
    return () => clearTimeout(timer);
  }, [id, action, held]);

  return (
    <div className="pointer-events-auto flex animate-rise items-start gap-3 rounded-xl border border-line bg-card py-2 pr-1 pl-4 shadow-lift-2">
      <Icon aria-hidden className={`mt-2 size-5 shrink-0 ${colour}`} />
      <div className="min-w-0 flex-1 py-1.5 [overflow-wrap:anywhere]">
        <p className="font-medium">{title}</p>
        {text && <p className="text-ink-soft text-sm">{text}</p>}
      </div>
      {action && "href" in action && (
        <a
          href={action.href}
          target="_blank"
          rel="noopener noreferrer"
          onClick={() => dismiss(id)}
          className="control-small mt-1 inline-flex items-center gap-1.5 rounded-lg border border-line-strong px-3 font-medium text-sm hover:bg-hover"
        >
          {action.label}
          <ExternalLink aria-hidden className="size-3.5" />
          <span className="sr-only">(in a new tab)</span>
        </a>
      )}
      {action && "onClick" in action && (
        <Button
          variant="plain"
          size="small"
          className="mt-1"
          onClick={() => {
            dismiss(id);
            action.onClick();
          }}
        >
          {action.label}
        </Button>
      )}
      <button
        type="button"
        aria-label={`Dismiss: ${title}`}
        onClick={() => dismiss(id)}
        className="control-square inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-quiet-soft hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
