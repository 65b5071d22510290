import type { mountPreview } from "@/widget/skins/preview";

export type MountPreview = typeof mountPreview;

/** The widget's own code, which no other page of the dashboard needs. */
export async function loadPreview(): Promise<MountPreview> {
  return (await import("@/widget/skins/preview")).mountPreview;
}
