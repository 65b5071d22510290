import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

/** The card of a sign-in page: a heading, one form, and links to other pages. */
export function AuthCard({
  title,
  lead,
  children,
  footer,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <>
      <h1 className="text-balance font-semibold text-2xl tracking-tight">{title}</h1>
      {lead && <p className="mt-2 text-ink-soft [overflow-wrap:anywhere]">{lead}</p>}
      {children && <div className="mt-8 grid gap-5">{children}</div>}
      {footer && <p className="mt-8 text-ink-soft text-sm">{footer}</p>}
    </>
  );
}

export function FormError({ message }: { message: string | null }) {
  return (
    <div role="alert" className="empty:hidden">
      {message && (
        <Notice tone="bad" icon={CircleAlert}>
          {message}
        </Notice>
      )}
    </div>
  );
}

export const textLink = "font-medium text-accent underline underline-offset-4 hover:text-accent-strong";
