import { ApiError } from "@/lib/api/client";

/** What the API says about one field, by its wire name: without the name, which the field's label says. */
export function errorAt(error: Error | null, param: string): string | null {
  if (!(error instanceof ApiError) || error.param !== param) return null;
  return withoutName(error.message, param);
}

/** What belongs to none of the fields that the form shows. */
export function errorElsewhere(error: Error | null, params: readonly string[]): string | null {
  if (!error) return null;
  if (error instanceof ApiError && error.param !== null && params.includes(error.param)) return null;
  return error.message;
}

/** A schema's refusal begins with the field's wire name. */
function withoutName(message: string, param: string): string {
  const rest = message.startsWith(`${param}: `) ? message.slice(param.length + 2) : message;
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}${/[.!?]$/.test(rest) ? "" : "."}`;
}
