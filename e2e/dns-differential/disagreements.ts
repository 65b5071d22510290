import type { Comparison } from "@/e2e/dns-differential/compare-world";
import type { World } from "@/e2e/dns-differential/world";

export type DisagreementClass = {
  name: string;
  /** Why both sides are right, each for its purpose. */
  reason: string;
  /** Depends on what the resolver happens to ask first: not met in every run. */
  byChance?: true;
  fits(world: World, comparison: Comparison): boolean;
};

const failed = ["unreachable", "unknown", ""];
const has = (world: World, ...kinds: string[]) => kinds.some((kind) => world.kinds.includes(kind));

/** The kinds of disagreement that are no faults. One that fits none of them is a fault of ours. */
export const disagreementClasses: readonly DisagreementClass[] = [
  {
    name: "servers differ",
    reason:
      "The nameservers hold different records, or the registry and the zone name different ones. We ask all of them and count the strictest; the resolver takes one of them at random.",
    fits: (world) => world.serversDiffer,
  },
  {
    name: "broken DNSSEC",
    reason:
      "The signatures do not validate, so the resolver fails. The checks read what the nameservers publish; the finding dnssec-broken says why visitors and CAs do not get it.",
    fits: (world, { theirs }) =>
      has(world, "dnssec expired", "dnssec wrong-ds", "dnssec no-signature") && failed.includes(theirs),
  },
  {
    name: "aliases without an end",
    reason: "A loop, or a chain beyond the resolver's limit, is its failure; we say conflict, and name the aliases.",
    fits: (world, { question, ours, theirs }) =>
      question === "pointing" &&
      ours === "conflict" &&
      theirs === "unreachable" &&
      has(world, "web loop", "web loop-abroad", "web long-chain"),
  },
  {
    name: "chain longer than eight aliases",
    reason: "Unbound follows eleven aliases, others stop at eight: we do not call it right.",
    fits: (world, { ours }) => has(world, "web long-chain") && [...failed, "conflict"].includes(ours),
  },
  {
    name: "alias that is not the edge's name",
    reason:
      "An alias leads by another name to addresses that are ours today. We ask for the edge's name, because whoever owns the other name may change it.",
    fits: (world, { question, ours, theirs }) =>
      question === "pointing" &&
      ours === "conflict" &&
      theirs === "match" &&
      has(world, "web chain-abroad", "web dname", "web dname-abroad"),
  },
  {
    name: "silent servers",
    byChance: true,
    reason:
      "Some nameservers of the zone do not answer, or not with EDNS. The resolver gives up before it has tried the one that does; we ask all of them.",
    fits: (world, { ours, theirs }) =>
      has(world, "server silent", "server drop-edns", "sets parent-adds-dead", "sets child-adds-dead") &&
      failed.includes(theirs) &&
      !failed.includes(ours),
  },
  {
    name: "BADVERS",
    reason:
      "Unbound 1.17 reads only four of the twelve bits of the code, and takes BADVERS for an empty answer. We ask again without EDNS.",
    fits: (world) => has(world, "server badvers-edns"),
  },
];
