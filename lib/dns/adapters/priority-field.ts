import { joinPriority, splitPriority } from "@/lib/dns/zones/canonical-value";

// For providers that keep the priority of MX and SRV in a field of its own.

export function withoutPriority(type: string, value: string): { priority: number | null; content: string } {
  if (!hasPriority(type)) return { priority: null, content: value };
  const { priority, rest } = splitPriority(value);
  return { priority, content: rest };
}

export function withPriority(type: string, priority: number | null | undefined, content: string): string {
  // Some providers send -1, or nothing, for 0.
  return hasPriority(type) ? joinPriority(Math.max(priority ?? 0, 0), content) : content;
}

function hasPriority(type: string): boolean {
  return type === "MX" || type === "SRV";
}
