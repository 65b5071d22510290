import type { FoundOffer } from "@/lib/connections/domain-connect/find-offer";
import type { DomainConnectOffer } from "@/lib/connections/domain-connect/schema";

const defaultSize = { width: 750, height: 750 };

export function toOffer(found: FoundOffer, applyUrl: string | null): DomainConnectOffer {
  const { settings } = found;
  return {
    supported: found.ok,
    reason: found.ok ? null : found.reason,
    explanation: found.ok ? null : found.explanation,
    provider: settings && {
      id: settings.providerId,
      name: settings.providerName,
      controlPanelUrl: settings.urlControlPanel,
    },
    applyUrl,
    width: settings?.width ?? defaultSize.width,
    height: settings?.height ?? defaultSize.height,
    conflicts: found.ok ? found.conflicts : [],
  };
}
