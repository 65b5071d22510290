import {
  apexAddresses,
  apexProof,
  challengeLabel,
  healthyApex,
  pointer,
  proof,
  type ZooCase,
} from "@/e2e/failure-zoo/zoo-case";

/** Problems over time: domains that were live, and stale caches. */
export const timeCases: ZooCase[] = [
  {
    name: "drifted-to-another-platform",
    story: "A live domain now points to another platform.",
    broken: {
      records: [proof, pointer],
      changes: ["delete shop CNAME", "add shop 60 CNAME shops.nameservers.test."],
    },
    expected: { first: "records-drifted", record: "change shop CNAME {edge}" },
    fixed: {
      records: [proof, pointer],
      changes: ["delete shop CNAME", "add shop 60 A 203.0.113.10", "add shop 60 A 203.0.113.11"],
    },
  },
  {
    name: "drifted-away",
    story: "The record of a live domain was deleted.",
    broken: { records: [proof, pointer], changes: ["delete shop CNAME"] },
    expected: { first: "records-drifted", record: "add shop CNAME {edge}" },
    // Once control is proven, the challenge is no longer needed.
    fixed: { records: [proof, pointer], changes: [`delete ${challengeLabel}.shop TXT`] },
  },
  {
    name: "drifted-in-part",
    story: "A live apex lost one of its two addresses, and a foreign address was added.",
    host: "@",
    broken: {
      records: [apexProof, ...apexAddresses],
      changes: ["delete @ A 203.0.113.11", "add @ 60 A 198.51.100.7"],
    },
    expected: { first: "records-drifted", record: "change @ A 203.0.113.11" },
    fixed: healthyApex,
  },
  {
    name: "drifted-by-an-address-beside",
    story: "A live apex has both of our addresses and an additional foreign one.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses], changes: ["add @ 60 A 198.51.100.7"] },
    expected: { first: "records-drifted", record: "delete @ A 198.51.100.7" },
    fixed: healthyApex,
  },
  {
    name: "proxied-after-it-went-live",
    story: "A live domain was put behind a CDN that forwards visitors to us: it works, and has not drifted.",
    broken: {
      records: [proof, pointer],
      isForwarded: true,
      changes: ["delete shop CNAME", "add shop 60 A 104.16.132.229", "add shop 60 A 104.16.133.229"],
    },
    expected: { first: "proxied-by-cdn", severity: "info" },
    fixed: { records: [proof, pointer] },
  },
  {
    name: "txt-negatively-cached",
    story: "A resolver asked before the TXT record existed, and still caches the negative answer.",
    broken: {
      records: [pointer],
      negativeTtlSeconds: 900,
      asked: [`${challengeLabel}.shop TXT`],
      changes: [`add ${challengeLabel}.shop 60 TXT "{token}"`],
    },
    expected: { first: "negative-answer-cached", severity: "info" },
    fixed: { records: [proof, pointer], negativeTtlSeconds: 900 },
  },
  {
    name: "cname-negatively-cached",
    story: "A resolver asked before the CNAME existed, so its users do not reach us yet.",
    broken: {
      records: [proof],
      negativeTtlSeconds: 900,
      asked: ["shop A", "shop CNAME"],
      changes: ["add shop 60 CNAME {edge}."],
    },
    expected: { first: "negative-answer-cached", severity: "info" },
    fixed: { records: [proof, pointer], negativeTtlSeconds: 900, asked: ["shop A", "shop CNAME"] },
  },
  {
    name: "cname-old-in-caches",
    story: "The CNAME is correct, and resolvers cache the former one for an hour.",
    broken: {
      records: [proof, "shop 3600 CNAME shops.nameservers.test."],
      asked: ["shop A", "shop CNAME"],
      changes: ["delete shop CNAME", "add shop 60 CNAME {edge}."],
    },
    expected: { first: "old-answer-cached", severity: "info" },
    fixed: { records: [proof, "shop 3600 CNAME {edge}."], asked: ["shop A", "shop CNAME"] },
  },
];
