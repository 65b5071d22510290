import type { Expected } from "@/e2e/failure-zoo/zoo-case";

export type ToolName = "zonemaster" | "dnsviz";

/**
 * The messages with which Zonemaster and DNSViz name a cause. A message that is given for every zone of the zoo, or that
 * only says that something was not tested, does not count. Causes that are not listed are not theirs: they know nothing
 * of challenges, of records that should point to a platform, of CAA for a given CA, and of visitors.
 */
export const causeTags: Partial<Record<Expected["first"], Record<ToolName, readonly string[]>>> = {
  "domain-does-not-exist": { zonemaster: [], dnsviz: [] },
  "delegation-missing": { zonemaster: [], dnsviz: [] },
  "delegation-lame": { zonemaster: [], dnsviz: [] },
  "nameservers-unreachable": { zonemaster: [], dnsviz: [] },
  "nameservers-partly-failing": { zonemaster: [], dnsviz: [] },
  "nameservers-differ": { zonemaster: [], dnsviz: [] },
  "answers-without-authority": { zonemaster: [], dnsviz: [] },
  "no-tcp": { zonemaster: [], dnsviz: [] },
  "dnssec-broken": { zonemaster: [], dnsviz: [] },
  "cname-loop": { zonemaster: [], dnsviz: [] },
  "cname-at-apex": { zonemaster: [], dnsviz: [] },
  "cname-beside-other-records": { zonemaster: [], dnsviz: [] },
  "cname-several": { zonemaster: [], dnsviz: [] },
};
