import type { AdapterFacts } from "@/lib/dns/adapters/adapter";
import type { ProviderFault, ProviderFaultCode } from "@/lib/dns/zones/provider-fault";

/** A fault in words: what it is, what to do about it, and the page where that is done. */
export type FaultText = { message: string; fix: string; url: string | null };

type Words = { message: string; fix: string };

/** `{name}` stands for the provider's name. A gate's own text is better where the adapter has one. */
const words: Record<ProviderFaultCode, Words> = {
  credential_invalid: {
    message: "{name} does not accept this credential: it is wrong, expired or revoked.",
    fix: "Create a new one at {name} and save it in place of this one.",
  },
  credential_retired: {
    message: "This credential is for an API that {name} has turned off.",
    fix: "Create one for the present API.",
  },
  permission_missing: {
    message: "The credential is right, but {name} does not let it change this zone.",
    fix: "Give it the permissions that are listed here, or create one that has them.",
  },
  gate_account_tier: {
    message: "{name} does not open its API to this account.",
    fix: "Change the account's plan, or publish the records by hand.",
  },
  gate_ip_allowlist: {
    message: "{name} answers only the addresses that the account allows.",
    fix: "Add our address to the account's list of allowed addresses.",
  },
  gate_domain_switch: {
    message: "API access is switched off for this domain at {name}.",
    fix: "Switch it on in the settings of the domain.",
  },
  zone_not_here: {
    message: "This account at {name} has no zone for the domain, or the zone does not use {name}'s nameservers.",
    fix: "Use the account that holds the zone, or publish the records where the domain's nameservers are.",
  },
  zone_read_only: {
    message: "The zone cannot be changed by API: it is a copy of another server's zone, or the domain is locked.",
    fix: "Change the records at the zone's primary server, or unlock the domain.",
  },
  conflict_existing: {
    message: "{name} refuses the record because of another one that exists.",
    fix: "Remove the other record, or confirm that it may be removed.",
  },
  record_refused: {
    message: "{name} does not take the record as it is.",
    fix: "Publish the record by hand.",
  },
  delegated_elsewhere: {
    message: "The domain's nameservers are not {name}'s: what is written there is seen by nobody.",
    fix: "Publish the records at the provider whose nameservers the registry names.",
  },
  read_incomplete: {
    message: "The zone changed at {name} while it was read, or was not read whole, so nothing was written.",
    fix: "Nothing to do: it is tried again.",
  },
  rate_limited: {
    message: "{name} has received too many requests for this account.",
    fix: "Nothing to do: it is tried again later.",
  },
  provider_unavailable: {
    message: "{name} gave no usable answer.",
    fix: "Nothing to do: it is tried again. If it lasts, look at the provider's status page.",
  },
};

/** What people and callers read of a fault. `facts`: of the adapter that threw it; null where it is gone. */
export function describeFault(
  { code, address }: Pick<ProviderFault, "code" | "address">,
  { name, facts }: { name: string; facts: AdapterFacts | null },
): FaultText {
  const { message, fix } = words[code];
  const gate = facts?.gates.find((one) => one.code === code) ?? null;
  const url = gate?.url ?? (isOfCredential(code) ? facts?.tokenUrl : null) ?? null;
  const allow = address === null ? "" : ` The address is ${address}.`;
  return { message: fill(message, name), fix: `${gate?.text ?? fill(fix, name)}${allow}`, url };
}

/** Whether a better credential cures it. */
function isOfCredential(code: ProviderFaultCode): boolean {
  return code === "credential_invalid" || code === "credential_retired" || code === "permission_missing";
}

function fill(text: string, name: string): string {
  return text.replaceAll("{name}", name);
}
