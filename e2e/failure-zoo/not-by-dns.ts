import type { FindingCode } from "@/lib/diagnosis/evidence/finding";

/** Findings that no zone can provoke, and why. Their detectors are tested by tables beside them. */
export const notByDns: Partial<Record<FindingCode, string>> = {
  "worker-not-running": "Speaks of our own worker.",
  "zone-not-found": "Our own resolver answers nothing, not even about the zone above.",
  "hostname-claimed-elsewhere": "Two accounts want the same hostname.",
  "proof-expired": "Thirty days have passed.",
  "edge-unreachable": "The edge's ports are closed; its address is right.",
  "ask-never-asked": "Caddy is not configured to ask us.",
  "ask-refused": "Caddy asked, and we refused.",
  "ca-rate-limited": "The CA's limit was reached.",
  "certificate-wrong": "The edge shows a certificate that is not valid.",
  "certificate-expiring": "A certificate was not renewed in time.",
  "upstream-loops": "Speaks of the application's origin, which may not be this edge.",
  "upstream-refused": "Speaks of the application's origin, which may not be used.",
  "job-failing": "One of our own jobs fails.",
  waiting: "Nothing is wrong, and our next check is due in a moment.",
};
