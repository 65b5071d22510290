import type { ReactNode } from "react";
import { RequiredFields } from "@/components/ui/field";
import type { useForm } from "@/components/ui/use-form";

type Bound = Pick<ReturnType<typeof useForm>, "bind" | "problem" | "problemCount">;

/**
 * The fields, how many of them are wrong, the error that belongs to none of them, and the buttons, unless these are in a
 * footer. `banner`: shows that error itself, above the fields.
 */
export function Form({
  form: { bind, problem, problemCount },
  actions,
  banner,
  className = "grid gap-5",
  children,
}: {
  form: Bound;
  actions?: ReactNode;
  banner?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <form {...bind} className={className}>
      {banner}
      <RequiredFields>{children}</RequiredFields>
      <p aria-live="polite" className="text-bad text-sm empty:hidden">
        {problemCount > 1 && `${problemCount} fields need a correction.`}
      </p>
      {banner === undefined && (
        <p role="alert" className="text-bad empty:hidden">
          {problem}
        </p>
      )}
      {actions}
    </form>
  );
}
