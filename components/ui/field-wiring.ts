import { createContext, useContext } from "react";

type FieldWiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };

/** What a Field gives to the control inside. */
export const FieldContext = createContext<FieldWiring | null>(null);

/** For a custom control inside a Field: spread it over the element that takes the input. */
export function useFieldWiring(own: { id?: string | undefined; "aria-describedby"?: string | undefined } = {}): {
  id: string | undefined;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
} {
  const field = useContext(FieldContext);
  return {
    id: own.id ?? field?.id,
    "aria-describedby": [own["aria-describedby"], field?.describedBy].filter(Boolean).join(" ") || undefined,
    "aria-invalid": field?.invalid || undefined,
    "aria-required": field?.required || undefined,
  };
}

export const inputClasses =
  "control w-full min-w-0 rounded-lg border border-line-strong bg-card px-3 shadow-lift-1 placeholder:text-ink-soft focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-bad max-sm:text-base";
