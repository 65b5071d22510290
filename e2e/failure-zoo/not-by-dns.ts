import type { FindingCode } from "@/lib/diagnosis/evidence/finding";

/** Findings that no zone can cause, and why. Their detectors have tests of their own. */
export const notByDns: Partial<Record<FindingCode, string>> = {
  "worker-not-running": "It is about our own worker.",
  "zone-not-found": "Our own resolver gets no answer, not even for the parent zone.",
  "hostname-claimed-elsewhere": "Two accounts connect the same hostname.",
  "hostname-contested": "Two accounts connect the same hostname.",
  "contest-running": "Two accounts connect the same hostname.",
  "certificate-limit-reached": "The test application used up the day's certificates.",
  "proof-expired": "The proof is thirty days old.",
  "proxy-drops-well-known": "A proxy passes the page on to us, and not the paths below /.well-known/.",
  "edge-unreachable": "The address is correct, and the edge's ports are closed.",
  "certificate-queued": "The certificate authority limits how many it issues.",
  "ask-never-asked": "Caddy is not configured to ask us.",
  "ask-refused": "Caddy asked, and we refused.",
  "ca-rate-limited": "The CA's rate limit was reached.",
  "certificate-wrong": "The edge serves an invalid certificate.",
  "certificate-expiring": "A certificate was not renewed in time.",
  "renewal-overdue": "One of the edges did not renew a certificate in time.",
  "upstream-loops": "It is about the application's origin, which must not be this edge.",
  "upstream-refused": "It is about the application's origin, which the policy refuses.",
  "origin-not-confirmed": "It is about what the tenant's own server returns.",
  "job-failing": "One of our own jobs fails.",
  waiting: "Nothing is wrong, and the next check is due.",
};
