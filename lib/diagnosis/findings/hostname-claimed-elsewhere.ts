import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector, Found } from "@/lib/diagnosis/evidence/finding";
import { recordAction, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import { challenge } from "@/lib/dns/records/challenge";

type Claimed = Found<"hostname-claimed-elsewhere">;

export const hostnameClaimedElsewhere: Detector<"hostname-claimed-elsewhere"> = (evidence) => {
  const { connection, ownership, subject } = evidence;
  if (connection === null || connection.state === "archived" || connection.contest !== null) return null;
  const { errorCode, claimedElsewhere } = connection;
  if (errorCode === "HostnameConflict" || errorCode === "hostname_moved") return lost(subject.hostname, errorCode);
  if (!claimedElsewhere) return null;
  return ownership?.kind === "match" ? blocked(evidence) : unproven(subject.hostname);
};

/** The connection is over: it has lost the hostname, or never had it. */
function lost(hostname: string, errorCode: string): Claimed {
  return {
    severity: "blocking",
    who: "integrator",
    title: `${hostname} is connected to another account`,
    explanation:
      errorCode === "hostname_moved"
        ? `Somebody with access to the DNS of ${hostname} proved control of it for another account, so it has moved there.`
        : `Another account has proven control of ${hostname}, and a hostname can be connected only once.`,
    fix: `If the domain is yours, archive this connection, connect ${hostname} here again with “contest”, and publish the new TXT record in place of the old one.`,
    evidence: ["another connection holds the claim of this hostname"],
  };
}

/** The proof is right, and does not stand alone. */
function blocked(evidence: Evidence): Claimed {
  const { hostname, challenge: expected } = evidence.subject;
  const name = expected?.name ?? challenge.name(hostname);
  const others = valuesAt(evidence, name, "TXT").filter(
    (value) => value !== expected?.value && challenge.isOurs(value),
  );
  const [other] = others;
  return {
    severity: "blocking",
    who: other === undefined ? "dns_provider" : "customer",
    title: `${hostname} is connected to another account`,
    explanation:
      other === undefined
        ? "The TXT record is right. The domain moves here once every nameserver of it answers, and none has the other account's record."
        : `The TXT record is right, and another one stands beside it. The domain moves here once yours is the only one, on every nameserver.`,
    fix:
      other === undefined
        ? "Have the nameservers that do not answer repaired, or removed at the registrar."
        : `If the domain is yours alone, delete the other TXT record at ${name}: the one with the value ${other}`,
    evidence: [
      "another connection holds the claim of this hostname",
      `${name}: ${others.length} other TXT values that prove control`,
    ],
    ...(other === undefined ? {} : { record: recordAction(evidence, "delete", name, "TXT", other) }),
  };
}

function unproven(hostname: string): Claimed {
  return {
    severity: "info",
    who: "customer",
    title: `${hostname} is connected to another account`,
    explanation: `Another account holds ${hostname}. It moves here once your TXT record is the only one, on every nameserver; if the domain is in use there, after a grace time.`,
    fix: "Publish your TXT record, and delete older ones at the same name.",
    evidence: ["another connection holds the claim of this hostname"],
  };
}
