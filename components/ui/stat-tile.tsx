import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import type { Tone } from "@/components/ui/notice";

const iconTones: Record<Tone, string> = {
  quiet: "text-quiet",
  good: "text-good",
  working: "text-working",
  waiting: "text-waiting",
  bad: "text-bad",
};

/** One number and its label. `href` links to the counted items. */
export function StatTile({
  label,
  value,
  note,
  icon: Icon,
  tone = "quiet",
  href,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  icon?: LucideIcon;
  tone?: Tone;
  href?: string;
}) {
  const inside = (
    <>
      <span className="flex items-center gap-1.5 text-ink-soft text-sm">
        {Icon && <Icon aria-hidden className={`size-4 shrink-0 ${iconTones[tone]}`} />}
        {label}
      </span>
      <span className="font-semibold text-2xl tabular-nums tracking-tight">{value}</span>
      {note && <span className="text-ink-soft text-sm">{note}</span>}
    </>
  );
  const classes = "grid min-w-0 content-start gap-1 rounded-xl border border-line bg-card p-4 shadow-lift-1";
  if (!href) return <div className={classes}>{inside}</div>;
  return (
    <Link href={href} className={`${classes} hover:border-line-strong hover:bg-hover motion-safe:transition-colors`}>
      {inside}
    </Link>
  );
}
