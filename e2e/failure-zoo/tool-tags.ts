import type { Expected } from "@/e2e/failure-zoo/zoo-case";

export type ToolName = "zonemaster" | "dnsviz";

/**
 * The messages with which Zonemaster and DNSViz name a cause. A message that is given for every zone of the zoo, or that
 * only says that something was not tested, does not count. Causes that are not listed are not theirs: they know nothing
 * of challenges, of records that should point to a platform, of CAA for a given CA, and of visitors.
 */
export const causeTags: Partial<Record<Expected["first"], Record<ToolName, readonly string[]>>> = {
  // Neither says that a name does not exist; "no NS records from the parent" is the same fact.
  "domain-does-not-exist": { zonemaster: ["NO_GLUE_PREVENTS_NAMESERVER_TESTS"], dnsviz: [] },
  "delegation-missing": { zonemaster: ["NO_GLUE_PREVENTS_NAMESERVER_TESTS"], dnsviz: ["NO_NS_ADDRESSES_FOR_IPV4"] },
  "delegation-lame": {
    zonemaster: ["NS_FAILED", "IS_NOT_AUTHORITATIVE"],
    dnsviz: ["LAME", "SERVER_NOT_AUTHORITATIVE", "SERVER_INVALID_RESPONSE_UDP"],
  },
  "nameservers-unreachable": {
    zonemaster: ["A_QUERY_NO_RESPONSES", "NS_NO_RESPONSE", "NS_FAILED", "NO_GLUE_PREVENTS_NAMESERVER_TESTS"],
    dnsviz: [
      "SERVER_UNRESPONSIVE_UDP",
      "SERVER_INVALID_RESPONSE_UDP",
      "NO_ADDRESS_FOR_NS_NAME",
      "NO_NS_ADDRESSES_FOR_IPV4",
    ],
  },
  "nameservers-partly-failing": {
    zonemaster: [
      "CN01_NO_RESPONSE_UDP",
      "CN01_UNEXPECTED_RCODE_SOA_QUERY_UDP",
      "IS_NOT_AUTHORITATIVE",
      "NS_ERROR",
      "CHILD_NS_SAME_IP",
      "NO_RESPONSE",
    ],
    dnsviz: [
      "SERVER_UNRESPONSIVE_UDP",
      "SERVER_INVALID_RESPONSE_UDP",
      "SERVER_NOT_AUTHORITATIVE",
      "NO_ADDRESS_FOR_NS_NAME",
    ],
  },
  "nameservers-differ": {
    zonemaster: [
      "EXTRA_NAME_CHILD",
      "EXTRA_NAME_PARENT",
      "TOTAL_NAME_MISMATCH",
      "MULTIPLE_NS_SET",
      "EXTRA_ADDRESS_CHILD",
      "IN_BAILIWICK_ADDR_MISMATCH",
      "OUT_OF_BAILIWICK_ADDR_MISMATCH",
    ],
    dnsviz: ["NS_NAME_NOT_IN_CHILD", "NS_NAME_NOT_IN_PARENT", "GLUE_MISMATCH_ERROR"],
  },
  "answers-without-authority": {
    zonemaster: ["IS_NOT_AUTHORITATIVE", "CN01_SOA_RECORD_NOT_AA_UDP", "CN01_NS_RECORD_NOT_AA_UDP"],
    dnsviz: ["SERVER_NOT_AUTHORITATIVE", "NOT_AUTHORITATIVE", "LAME"],
  },
  "no-tcp": {
    zonemaster: ["CN02_NO_RESPONSE_TCP", "CN02_NO_RESPONSE_SOA_QUERY_TCP", "CN02_NO_RESPONSE_NS_QUERY_TCP"],
    dnsviz: ["SERVER_UNRESPONSIVE_TCP", "SERVER_INVALID_RESPONSE_TCP"],
  },
  "dnssec-broken": {
    zonemaster: [
      "RRSIG_EXPIRED",
      "DS02_DNSKEY_NOT_SIGNED_BY_ANY_DS",
      "DS02_NO_DNSKEY_FOR_DS",
      "DS02_NO_MATCHING_DNSKEY_RRSIG",
      "DS02_NO_VALID_DNSKEY_FOR_ANY_DS",
      "DS02_RRSIG_NOT_VALID_BY_DNSKEY",
      "DS08_DNSKEY_RRSIG_EXPIRED",
      "DS08_DNSKEY_RRSIG_NOT_YET_VALID",
      "DS09_SOA_RRSIG_EXPIRED",
      "DS09_SOA_RRSIG_NOT_YET_VALID",
      "DS10_NSEC_RRSIG_VERIFY_ERROR",
      "DS11_DS_BUT_UNSIGNED_ZONE",
      "DS_BUT_NOT_DNSKEY",
    ],
    dnsviz: [
      "BOGUS",
      "EXPIRATION_IN_PAST",
      "INCEPTION_IN_FUTURE",
      "SIGNATURE_INVALID",
      "MISSING_RRSIG",
      "NO_SEP",
      "MISSING_SEP_FOR_ALG",
    ],
  },
  "cname-loop": { zonemaster: [], dnsviz: ["CNAME_LOOP"] },
  "cname-at-apex": { zonemaster: [], dnsviz: ["CNAME_WITH_OTHER_DATA"] },
  "cname-beside-other-records": { zonemaster: [], dnsviz: ["CNAME_WITH_OTHER_DATA"] },
  "cname-several": { zonemaster: [], dnsviz: ["CNAME_WITH_OTHER_DATA"] },
};
