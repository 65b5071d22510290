import type { UnreachableReason } from "@/lib/dns/records";

/** Why a look-up has no answer; stable. `out_of_time`, `too_many_*` and `overload` are our own limits. */
export type LookUpFailure = UnreachableReason | keyof typeof texts;

const texts = {
  out_of_time: "out of time",
  too_many_questions: "too many questions",
  too_many_lookups: "too many look-ups",
  failed: "failed",
  not_a_name: "not a DNS name",
  no_resolver: "no resolver",
  no_zone: "no zone found",
  nonexistent_domain: "the domain does not exist",
  dnssec: "DNSSEC validation fails",
  no_ns_records: "the zone has no NS records",
  no_nameserver_address: "no nameserver has an address",
  alias_loop: "a loop of aliases",
  no_answer: "no answer",
} as const;

/** For people. */
export function failureText(failure: LookUpFailure): string {
  return failure in texts ? texts[failure as keyof typeof texts] : failure;
}
