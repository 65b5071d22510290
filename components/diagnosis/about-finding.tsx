import { BookOpen } from "lucide-react";
import { Link } from "@/components/ui/link";

/** The link to a finding's section of the troubleshooting guide. */
export function AboutFinding({ title, docUrl }: { title: string; docUrl: string }) {
  return (
    <Link
      href={docUrl}
      aria-label={`About this: ${title}`}
      className="control-small inline-flex items-center gap-1.5 rounded-md text-ink-soft underline-offset-4 hover:text-ink hover:underline"
    >
      <BookOpen aria-hidden className="size-4" />
      About this
    </Link>
  );
}
