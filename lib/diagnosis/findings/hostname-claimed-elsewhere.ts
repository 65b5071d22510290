import type { Detector } from "@/lib/diagnosis/evidence/finding";

export const hostnameClaimedElsewhere: Detector<"hostname-claimed-elsewhere"> = ({ connection, subject }) => {
  const lost = connection?.errorCode === "HostnameConflict";
  if (connection === null || connection.state === "archived" || (!lost && !connection.claimedElsewhere)) return null;
  return {
    title: `${subject.hostname} is connected to another account`,
    explanation: `Another account has proven control of ${subject.hostname}, and a hostname can be connected only once.`,
    fix: "Archive the connection in the other account. Then archive this one and connect the hostname here again.",
    evidence: ["another connection holds the claim of this hostname"],
  };
};
