"use client";

import { CircleCheck, ExternalLink, Info, type LucideIcon, TriangleAlert, X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { dismissToast, type ToastInput, type ToastItem } from "@/components/ui/toast";

const shownMs = 6_000;
const withActionMs = 10_000;

const icons: Record<NonNullable<ToastInput["tone"]>, { icon: LucideIcon; colour: string }> = {
  good: { icon: CircleCheck, colour: "text-good" },
  bad: { icon: TriangleAlert, colour: "text-bad" },
  quiet: { icon: Info, colour: "text-ink-soft" },
};

export function ToastCard({ item, held }: { item: ToastItem; held: boolean }) {
  const { id, title, text, tone = "good", action } = item;
  const { icon: Icon, colour } = icons[tone];

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(id), action ? withActionMs : shownMs);
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
          onClick={() => dismissToast(id)}
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
            dismissToast(id);
            action.onClick();
          }}
        >
          {action.label}
        </Button>
      )}
      <button
        type="button"
        aria-label={`Dismiss: ${title}`}
        onClick={() => dismissToast(id)}
        className="control-square inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-quiet-soft hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
