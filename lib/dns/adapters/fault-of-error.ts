import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/** Adapters read what others wrote: an answer that they could not read is the provider's failure, not ours. */
export function faultOfError(error: unknown): ProviderFault {
  if (error instanceof ProviderFault) return error;
  const fault = new ProviderFault("provider_unavailable", { said: "The provider's answer could not be read." });
  fault.cause = error;
  return fault;
}

/** Runs the work; whatever it throws is a ProviderFault. */
export async function withFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOfError(error);
  }
}
