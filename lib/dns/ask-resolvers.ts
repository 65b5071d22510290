import type { Exchange } from "@/lib/dns/exchange";
import type { LookUp } from "@/lib/dns/look-up";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";
import { type DnsMessage, rcodes } from "@/lib/dns/message";

export type ResolversAnswer = { kind: "message"; message: DnsMessage } | { kind: "failed"; reason: LookUpFailure };

/** Asks recursive resolvers in turn until one gives an answer or a denial. */
export type AskResolvers = (
  name: string,
  type: string,
  lookUp: LookUp,
  options?: { checkingDisabled: boolean },
) => Promise<ResolversAnswer>;

export function createAskResolvers({
  resolvers,
  exchange,
}: {
  resolvers: readonly { host: string; port: number }[];
  exchange: Exchange;
}): AskResolvers {
  // The resolver that answered last is tried first, so that a dead one does not delay every look-up.
  let preferred = 0;

  return async (name, type, lookUp, { checkingDisabled } = { checkingDisabled: false }) => {
    let reason: LookUpFailure = "no_resolver";
    const first = preferred;
    for (let turn = 0; turn < resolvers.length; turn += 1) {
      const index = (first + turn) % resolvers.length;
      const resolver = resolvers[index];
      if (resolver === undefined) break;
      const outcome = await exchange.ask(
        { address: resolver.host, port: resolver.port },
        { name, type, recursionDesired: true, checkingDisabled },
        lookUp,
      );
      if (outcome.kind === "message") {
        if (outcome.message.rcode === rcodes.noError || outcome.message.rcode === rcodes.nxDomain) {
          preferred = index;
          return outcome;
        }
        reason = outcome.message.rcode === rcodes.refused ? "refused" : "servfail";
      } else {
        reason = outcome.reason;
      }
    }
    return { kind: "failed", reason };
  };
}
