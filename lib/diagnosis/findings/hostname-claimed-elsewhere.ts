import type { Detector } from "@/lib/diagnosis/evidence/finding";

export const hostnameClaimedElsewhere: Detector<"hostname-claimed-elsewhere"> = ({ connection, subject }) => {
  const lost = connection?.errorCode === "HostnameConflict";
  if (connection === null || connection.state === "archived" || (!lost && !connection.claimedElsewhere)) return null;
  return {
    title: `${subject.hostname} is connected to another account`,
    explanation: `Another account has proven control of ${subject.hostname}, and a hostname can be connected only once.`,
    fix: "Have it archived in the other account. Then archive this connection, and connect the name here again.",
    evidence: ["the hostname's claim is held by another connection"],
  };
};
