import type { DomainCheck } from "@/lib/connections/domains/schema";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import type { FlowState, Way } from "@/widget/flow/state";

/** The ways to offer, the best first. By hand always works. */
export function waysOf(
  { forcedWay }: Pick<FlowState, "forcedWay">,
  check: DomainCheck | null,
  setUp: SetUpResource | null = null,
): Way[] {
  if (forcedWay) return [forcedWay];
  const ways: Way[] = [];
  if ((check ?? setUp)?.setupType === "automatic") ways.push("automatic");
  if (check?.domainConnect.offered || setUp?.setupType === "domain_connect") ways.push("domain_connect");
  return [...ways, "manual"];
}
