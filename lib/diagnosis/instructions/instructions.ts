import type { ConnectionState } from "@/lib/connections/machine";
import type { RecordAction } from "@/lib/diagnosis/evidence/finding";
import type { Language } from "@/lib/kernel/languages";

/**
 * What somebody has to do at a DNS provider, and why: the one source of the mail, the shared page, support's reply and the
 * clipboard. Plain data: it goes over the wire.
 */
export type Instructions = {
  reader: Reader;
  /** Of all texts but `details`. */
  language: Language;
  /** As people read it. */
  hostname: string;
  state: ConnectionState;
  /** The domain whose DNS is managed. */
  zone: string;
  asker: Asker;
  /** The subject of a mail. */
  title: string;
  /** In a sentence or two. */
  why: string;
  /** Where the zone is managed; null: its provider is not known. `notes` are there in English only. */
  where: { name: string; url: string; notes: string | null; hostLabelStyle: "relative" | "fqdn" | null } | null;
  /** Deletions first, then additions; what is right already is there too, as done. */
  steps: Step[];
  /** What is to be done elsewhere than in the records, or by others. */
  notes: Note[];
  /** What to leave as it is. */
  leave: string;
  /** Nothing is left to do for the reader. */
  isDone: boolean;
};

/** `details`: facts about nameservers, to pass on to the DNS provider; in English. */
export type Note = { who: "you" | "provider" | "us"; title: string; text: string; details: string[] };

/** Who asks for it: the company, and its application if that has a name of its own. */
export type Asker = { company: string; application: string | null; logoUrl: string | null };

/** `tenant`: has the dashboard. `dns_owner`: edits the DNS, without an account. `support`: answers a customer's question. */
export type Reader = "tenant" | "dns_owner" | "support";

export type Step = {
  action: RecordAction["action"];
  type: string;
  /** Relative to the zone, `@` for its top. */
  host: string;
  fullHost: string;
  /** Which of the two names the provider's form takes, as far as that is known. */
  recommended: "host" | "fullHost";
  /** The value to enter, or of the record to delete. */
  value: string;
  /** What is published in its place. */
  seen: string[];
  ttl: number;
  /** `wrong`: something else was seen. */
  status: "todo" | "wrong" | "done";
  /** Why, from the finding about it. */
  because: string | null;
};

/** A desired record, and what was seen of it. */
export type InstructionRecord = {
  host: string;
  type: string;
  value: string;
  ttl: number;
  status: "right" | "other" | "missing" | "gone" | "silent" | "unchecked";
  seen: string | null;
};

/** `host type value`: identifies a desired record among those of a connection. */
export function recordKey({ host, type, value }: { host: string; type: string; value: string }): string {
  return `${host} ${type} ${value}`;
}
