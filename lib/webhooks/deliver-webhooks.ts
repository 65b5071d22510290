import type { Context } from "@/lib/context";

export async function deliverWebhooks(
  _ctx: Context,
  _input: { endpointId: string; connectionId: string | null },
): Promise<{ runAgainAt: Date | null }> {
  return { runAgainAt: null };
}
