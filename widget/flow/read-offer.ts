import type { DomainConnectOffer } from "@/lib/connections/domain-connect/schema";
import { FlowFailure } from "@/widget/flow/flow-failure";

export type ProviderPage = { applyUrl: string; width: number; height: number };

/** @throws FlowFailure `provider_error`: the provider offers its page no longer, or its address is none of the web */
export function readOffer({ applyUrl, width, height, ...offer }: DomainConnectOffer): ProviderPage {
  // A `javascript:` address would run in the page that opened the window.
  if (applyUrl !== null && /^https?:\/\//i.test(applyUrl)) return { applyUrl, width, height };
  const message = offer.explanation ?? "The provider's page cannot be opened.";
  throw new FlowFailure({
    code: "provider_error",
    reason: offer.reason ?? null,
    message,
    retry: false,
    requestId: null,
  });
}
