import { findEventKind } from "@/lib/platform/events/catalog";

/** An event's type in plain words; a type that this page does not know yet is shown as it is. */
export function eventTitle(type: string): string {
  return findEventKind(type)?.title ?? type;
}

export function eventTone(type: string): "good" | "bad" | "quiet" {
  return findEventKind(type)?.tone ?? "quiet";
}

const systemNames: Record<string, string> = {
  key: "by an API key",
  user: "by a member of your team",
  staff: "by Latchkey's support",
  widget: "by the customer, in the widget",
  link: "by the person who has the link",
  admin: "by the administrator",
  sandbox: "by you",
};

/** Who did it. `actor` is `<kind>` or `<kind>:<id>`; `names`: of people, by their ids. */
export function actorName(actor: string, names: ReadonlyMap<string, string> = new Map()): string {
  const [kind = "", id = ""] = actor.split(":");
  const name = kind === "user" ? names.get(id) : undefined;
  return name === undefined ? (systemNames[kind] ?? "by Latchkey") : `by ${name}`;
}
