import type { ReactNode } from "react";
import type { useForm } from "@/components/ui/use-form";

type Bound = Pick<ReturnType<typeof useForm>, "bind" | "problem">;

/** The fields, the error that belongs to none of them, and the buttons, unless these are in a footer. */
export function Form({
  form: { bind, problem },
  actions,
  className = "grid gap-5",
  children,
}: {
  form: Bound;
  actions?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <form {...bind} className={className}>
      {children}
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
      {actions}
    </form>
  );
}
