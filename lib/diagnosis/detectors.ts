import type { Detector, FindingCode } from "@/lib/diagnosis/evidence/finding";
import { addressForeign } from "@/lib/diagnosis/findings/address-foreign";
import { addressMissing } from "@/lib/diagnosis/findings/address-missing";
import { addressParking } from "@/lib/diagnosis/findings/address-parking";
import { addressPrivate } from "@/lib/diagnosis/findings/address-private";
import { answersWithoutAuthority } from "@/lib/diagnosis/findings/answers-without-authority";
import { askNeverAsked } from "@/lib/diagnosis/findings/ask-never-asked";
import { askRefused } from "@/lib/diagnosis/findings/ask-refused";
import { caRateLimited } from "@/lib/diagnosis/findings/ca-rate-limited";
import { caaForbids } from "@/lib/diagnosis/findings/caa-forbids";
import { caaUnclear } from "@/lib/diagnosis/findings/caa-unclear";
import { certificateExpiring } from "@/lib/diagnosis/findings/certificate-expiring";
import { certificateLimitReached } from "@/lib/diagnosis/findings/certificate-limit-reached";
import { certificateQueued } from "@/lib/diagnosis/findings/certificate-queued";
import { certificateRefused } from "@/lib/diagnosis/findings/certificate-refused";
import { certificateWrong } from "@/lib/diagnosis/findings/certificate-wrong";
import { challengeIsAlias } from "@/lib/diagnosis/findings/challenge-is-alias";
import { cnameAtApex } from "@/lib/diagnosis/findings/cname-at-apex";
import { cnameBesideOtherRecords } from "@/lib/diagnosis/findings/cname-beside-other-records";
import { cnameChainTooLong } from "@/lib/diagnosis/findings/cname-chain-too-long";
import { cnameLoop } from "@/lib/diagnosis/findings/cname-loop";
import { cnameMissing } from "@/lib/diagnosis/findings/cname-missing";
import { cnameNameDoubled } from "@/lib/diagnosis/findings/cname-name-doubled";
import { cnameSeveral } from "@/lib/diagnosis/findings/cname-several";
import { cnameTargetDoubled } from "@/lib/diagnosis/findings/cname-target-doubled";
import { cnameTargetMissing } from "@/lib/diagnosis/findings/cname-target-missing";
import { cnameWrongTarget } from "@/lib/diagnosis/findings/cname-wrong-target";
import { conflictExisting } from "@/lib/diagnosis/findings/conflict-existing";
import { contestRunning } from "@/lib/diagnosis/findings/contest-running";
import { credentialInvalid } from "@/lib/diagnosis/findings/credential-invalid";
import { credentialRetired } from "@/lib/diagnosis/findings/credential-retired";
import { delegatedElsewhere } from "@/lib/diagnosis/findings/delegated-elsewhere";
import { delegationLame } from "@/lib/diagnosis/findings/delegation-lame";
import { delegationMissing } from "@/lib/diagnosis/findings/delegation-missing";
import { dnssecBroken } from "@/lib/diagnosis/findings/dnssec-broken";
import { domainDoesNotExist } from "@/lib/diagnosis/findings/domain-does-not-exist";
import { domainOnHold } from "@/lib/diagnosis/findings/domain-on-hold";
import { edgeUnreachable } from "@/lib/diagnosis/findings/edge-unreachable";
import { gateAccountTier } from "@/lib/diagnosis/findings/gate-account-tier";
import { gateDomainSwitch } from "@/lib/diagnosis/findings/gate-domain-switch";
import { gateIpAllowlist } from "@/lib/diagnosis/findings/gate-ip-allowlist";
import { hostnameClaimedElsewhere } from "@/lib/diagnosis/findings/hostname-claimed-elsewhere";
import { hostnameContested } from "@/lib/diagnosis/findings/hostname-contested";
import { httpsFailsAtProxy } from "@/lib/diagnosis/findings/https-fails-at-proxy";
import { httpsRecord } from "@/lib/diagnosis/findings/https-record";
import { jobFailing } from "@/lib/diagnosis/findings/job-failing";
import { leftoverIpv6 } from "@/lib/diagnosis/findings/leftover-ipv6";
import { nameserversDiffer } from "@/lib/diagnosis/findings/nameservers-differ";
import { nameserversParked } from "@/lib/diagnosis/findings/nameservers-parked";
import { nameserversPartlyFailing } from "@/lib/diagnosis/findings/nameservers-partly-failing";
import { nameserversUnreachable } from "@/lib/diagnosis/findings/nameservers-unreachable";
import { negativeAnswerCached } from "@/lib/diagnosis/findings/negative-answer-cached";
import { noTcp } from "@/lib/diagnosis/findings/no-tcp";
import { oldAnswerCached } from "@/lib/diagnosis/findings/old-answer-cached";
import { originNotConfirmed } from "@/lib/diagnosis/findings/origin-not-confirmed";
import { permissionMissing } from "@/lib/diagnosis/findings/permission-missing";
import { proofExpired } from "@/lib/diagnosis/findings/proof-expired";
import { providerUnavailable } from "@/lib/diagnosis/findings/provider-unavailable";
import { proxiedByCdn } from "@/lib/diagnosis/findings/proxied-by-cdn";
import { proxyDropsWellKnown } from "@/lib/diagnosis/findings/proxy-drops-well-known";
import { rateLimited } from "@/lib/diagnosis/findings/rate-limited";
import { readIncomplete } from "@/lib/diagnosis/findings/read-incomplete";
import { recordMissing } from "@/lib/diagnosis/findings/record-missing";
import { recordRefused } from "@/lib/diagnosis/findings/record-refused";
import { recordsBeingWritten } from "@/lib/diagnosis/findings/records-being-written";
import { recordsDrifted } from "@/lib/diagnosis/findings/records-drifted";
import { recordsPartlyPublished } from "@/lib/diagnosis/findings/records-partly-published";
import { redirectLoop } from "@/lib/diagnosis/findings/redirect-loop";
import { renewalOverdue } from "@/lib/diagnosis/findings/renewal-overdue";
import { txtAtBareHostname } from "@/lib/diagnosis/findings/txt-at-bare-hostname";
import { txtAtWrongName } from "@/lib/diagnosis/findings/txt-at-wrong-name";
import { txtMissing } from "@/lib/diagnosis/findings/txt-missing";
import { txtNameDoubled } from "@/lib/diagnosis/findings/txt-name-doubled";
import { txtOldValueBeside } from "@/lib/diagnosis/findings/txt-old-value-beside";
import { txtPartlyPublished } from "@/lib/diagnosis/findings/txt-partly-published";
import { txtQuoted } from "@/lib/diagnosis/findings/txt-quoted";
import { txtSplit } from "@/lib/diagnosis/findings/txt-split";
import { txtWrongValue } from "@/lib/diagnosis/findings/txt-wrong-value";
import { upstreamLoops } from "@/lib/diagnosis/findings/upstream-loops";
import { upstreamRefused } from "@/lib/diagnosis/findings/upstream-refused";
import { visitorsSeeAnotherPage } from "@/lib/diagnosis/findings/visitors-see-another-page";
import { waiting } from "@/lib/diagnosis/findings/waiting";
import { wildcardHidesChallenge } from "@/lib/diagnosis/findings/wildcard-hides-challenge";
import { wildcardHidesRecord } from "@/lib/diagnosis/findings/wildcard-hides-record";
import { workerNotRunning } from "@/lib/diagnosis/findings/worker-not-running";
import { writeNotVisible } from "@/lib/diagnosis/findings/write-not-visible";
import { zoneNotFound } from "@/lib/diagnosis/findings/zone-not-found";
import { zoneNotHere } from "@/lib/diagnosis/findings/zone-not-here";
import { zoneReadOnly } from "@/lib/diagnosis/findings/zone-read-only";

/** The detector of each code. The order is the catalog's. */
export const detectors: { readonly [Code in FindingCode]: Detector<Code> } = {
  "worker-not-running": workerNotRunning,
  "credential-invalid": credentialInvalid,
  "credential-retired": credentialRetired,
  "permission-missing": permissionMissing,
  "gate-account-tier": gateAccountTier,
  "gate-ip-allowlist": gateIpAllowlist,
  "gate-domain-switch": gateDomainSwitch,
  "zone-not-here": zoneNotHere,
  "zone-read-only": zoneReadOnly,
  "conflict-existing": conflictExisting,
  "record-refused": recordRefused,
  "delegated-elsewhere": delegatedElsewhere,
  "read-incomplete": readIncomplete,
  "rate-limited": rateLimited,
  "provider-unavailable": providerUnavailable,
  "write-not-visible": writeNotVisible,
  "records-being-written": recordsBeingWritten,
  "domain-on-hold": domainOnHold,
  "domain-does-not-exist": domainDoesNotExist,
  "delegation-missing": delegationMissing,
  "nameservers-parked": nameserversParked,
  "dnssec-broken": dnssecBroken,
  "nameservers-differ": nameserversDiffer,
  "no-tcp": noTcp,
  "delegation-lame": delegationLame,
  "nameservers-unreachable": nameserversUnreachable,
  "zone-not-found": zoneNotFound,
  "answers-without-authority": answersWithoutAuthority,
  "nameservers-partly-failing": nameserversPartlyFailing,
  "hostname-claimed-elsewhere": hostnameClaimedElsewhere,
  "hostname-contested": hostnameContested,
  "contest-running": contestRunning,
  "certificate-limit-reached": certificateLimitReached,
  "proof-expired": proofExpired,
  "txt-quoted": txtQuoted,
  "txt-split": txtSplit,
  "txt-name-doubled": txtNameDoubled,
  "txt-at-bare-hostname": txtAtBareHostname,
  "txt-at-wrong-name": txtAtWrongName,
  "txt-partly-published": txtPartlyPublished,
  "wildcard-hides-challenge": wildcardHidesChallenge,
  "challenge-is-alias": challengeIsAlias,
  "txt-wrong-value": txtWrongValue,
  "txt-missing": txtMissing,
  "cname-loop": cnameLoop,
  "cname-chain-too-long": cnameChainTooLong,
  "cname-at-apex": cnameAtApex,
  "cname-several": cnameSeveral,
  "cname-name-doubled": cnameNameDoubled,
  "cname-target-doubled": cnameTargetDoubled,
  "wildcard-hides-record": wildcardHidesRecord,
  "records-drifted": recordsDrifted,
  "records-partly-published": recordsPartlyPublished,
  "address-parking": addressParking,
  "redirect-loop": redirectLoop,
  "visitors-see-another-page": visitorsSeeAnotherPage,
  "https-fails-at-proxy": httpsFailsAtProxy,
  "proxy-drops-well-known": proxyDropsWellKnown,
  "proxied-by-cdn": proxiedByCdn,
  "cname-target-missing": cnameTargetMissing,
  "cname-beside-other-records": cnameBesideOtherRecords,
  "cname-wrong-target": cnameWrongTarget,
  "address-private": addressPrivate,
  "leftover-ipv6": leftoverIpv6,
  "address-foreign": addressForeign,
  "cname-missing": cnameMissing,
  "address-missing": addressMissing,
  "record-missing": recordMissing,
  "https-record": httpsRecord,
  "caa-forbids": caaForbids,
  "caa-unclear": caaUnclear,
  "edge-unreachable": edgeUnreachable,
  "certificate-queued": certificateQueued,
  "ask-never-asked": askNeverAsked,
  "ask-refused": askRefused,
  "ca-rate-limited": caRateLimited,
  "certificate-refused": certificateRefused,
  "certificate-wrong": certificateWrong,
  "certificate-expiring": certificateExpiring,
  "renewal-overdue": renewalOverdue,
  "upstream-loops": upstreamLoops,
  "upstream-refused": upstreamRefused,
  "origin-not-confirmed": originNotConfirmed,
  "job-failing": jobFailing,
  "txt-old-value-beside": txtOldValueBeside,
  "negative-answer-cached": negativeAnswerCached,
  "old-answer-cached": oldAnswerCached,
  waiting,
};
