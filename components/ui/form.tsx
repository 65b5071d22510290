import type { ReactNode } from "react";
import type { useForm } from "@/components/ui/use-form";

type Bound = Pick<ReturnType<typeof useForm>, "bind" | "problem">;

/** The fields, then what was refused at none of them, then the buttons that stand in the form itself. */
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
