import { type ConnectionState, isOver } from "@/lib/connections/machine";
import { kindOf } from "@/lib/diagnosis/evidence/catalog";
import type { Finding, RecordAction } from "@/lib/diagnosis/evidence/finding";
import { compareValues } from "@/lib/diagnosis/instructions/compare-values";
import { fill } from "@/lib/diagnosis/instructions/fill";
import type {
  Asker,
  InstructionRecord,
  Instructions,
  Note,
  Reader,
  Step,
} from "@/lib/diagnosis/instructions/instructions";
import { joinSentences } from "@/lib/diagnosis/instructions/join-sentences";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { isForDnsOwner, ownerTextOf } from "@/lib/diagnosis/instructions/owner-text-of";
import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import type { Provider } from "@/lib/dns/providers/catalog";
import { dnsPageOf } from "@/lib/dns/providers/dns-page-of";
import { hostInForm } from "@/lib/dns/records/host-in-form";

export type InstructionsInput = {
  connection: {
    hostname: string;
    hostnameUnicode: string;
    registrableDomain: string;
    state: ConnectionState;
    pointing: string;
  };
  records: readonly InstructionRecord[];
  findings: readonly WritableFinding[];
  provider: Provider | null;
  asker: Asker;
  reader: Reader;
  /** Of what the owner of the DNS reads. The other readers' own words are English. */
  texts: InstructionTexts;
};

export type WritableFinding = Pick<
  Finding,
  "code" | "severity" | "title" | "explanation" | "fix" | "who" | "eta" | "record" | "changes" | "cause" | "evidence"
>;

type Names = { zone: string; style: Provider["hostLabelStyle"] };

/**
 * Writes what the reader has to do from what was found: what is in the way is deleted before what is missing is added, and
 * what is right already is no step to do. Pure.
 */
export function writeInstructions(input: InstructionsInput): Instructions {
  const { connection, provider, asker, reader, texts } = input;
  const zone = connection.registrableDomain;
  // To somebody who asks support about a domain that works, its findings from before do not matter.
  const isPast = isOver(connection.state) || (reader === "support" && connection.state === "live");
  const findings = isPast ? [] : input.findings;
  const mine = findings.filter(isForDnsOwner);
  const steps = isOver(connection.state) ? [] : stepsOf(input, mine, { zone, style: provider?.hostLabelStyle ?? null });
  const notes = notesOf(input, findings, steps);
  return {
    reader,
    language: texts.language,
    hostname: connection.hostnameUnicode,
    zone,
    state: connection.state,
    asker,
    title: titleOf(input, steps),
    why: whyOf(input),
    where: provider && {
      name: provider.name,
      url: dnsPageOf(provider, zone),
      // The catalog's notes are English.
      notes: texts.language === "en" ? provider.notes : null,
      hostLabelStyle: provider.hostLabelStyle,
    },
    steps: reader === "support" ? steps.map((step) => withoutRepetition(step, findings)) : steps,
    notes,
    leave: steps.some(({ action }) => action !== "add") ? texts.leave.unnamed : texts.leave.others,
    isDone: steps.every(({ status }) => status === "done") && notes.every(({ who }) => who === "us"),
  };
}

/** The first paragraph of a reply explains the first finding. */
function withoutRepetition(step: Step, [first]: readonly WritableFinding[]): Step {
  return step.because === first?.explanation ? { ...step, because: null } : step;
}

/** The records of a finding that the owner of the DNS has to change. */
function changesOf({ who, changes, record }: WritableFinding): readonly RecordAction[] {
  if (who !== "customer") return [];
  return changes ?? (record === null ? [] : [record]);
}

function stepsOf(input: InstructionsInput, mine: readonly WritableFinding[], names: Names): Step[] {
  const all = mine.flatMap((finding) => changesOf(finding).map((change) => ({ finding, change })));
  const wanted = input.records.map((record) => stepOf(input, record, mine, names));
  const deletions = distinct(
    all
      .filter(({ change }) => change.action === "delete")
      .map(({ finding, change }) => stepFrom(change, finding, input, names)),
  );
  // A record that no template asks for: a CAA record, or addresses in place of a CNAME.
  const others = distinct(
    all
      .filter(({ change }) => change.action !== "delete" && !wanted.some((step) => isSame(step, change)))
      .map(({ finding, change }) => stepFrom(change, finding, input, names)),
  );
  const replaced = wanted.filter(({ status, type, fullHost }) => {
    const instead = others.some((other) => other.fullHost === fullHost && other.type !== type && other.type !== "CAA");
    return !instead || status === "done";
  });
  return [...deletions, ...replaced, ...others];
}

/** A desired record: to add, to change, or right already. */
function stepOf(
  input: InstructionsInput,
  record: InstructionRecord,
  mine: readonly WritableFinding[],
  names: Names,
): Step {
  const { connection } = input;
  const host = normaliseName(record.host);
  const about = mine.filter((finding) => isAbout(finding, record));
  const change = about
    .flatMap((finding) => changesOf(finding))
    .find((one) => one.action !== "delete" && isSame({ ...record, fullHost: host }, one));
  const [finding] = about;
  const copying = mine.find(({ code }) => code === copyingCodes[record.type === "TXT" ? "text" : "web"]);
  const isRight = record.status === "right" && !restsOnDeleted(record, mine);
  // It works as it is: through a proxy that leads to us, say.
  const isServed =
    change === undefined && record.type !== "TXT" && (connection.pointing === "ok" || connection.state === "live");
  // It is there, and only what stands beside it has to go.
  const isBeside = change === undefined && record.status === "other" && hasDeletionsAt(host, mine);
  const isDone = isRight || copying !== undefined || isServed || isBeside;
  // Where others have to go first, those are what is wrong.
  const isMissing = change?.action !== "change" && hasDeletionsAt(host, mine);
  const isWrong = !isMissing && ["other", "gone"].includes(record.status);
  return {
    action: change?.action === "change" ? "change" : "add",
    type: record.type,
    ...hostsOf(host, names),
    value: plainValue(record.type, record.value),
    seen: record.status === "right" || record.seen === null ? [] : [record.seen],
    ttl: record.ttl,
    status: isDone ? "done" : isWrong ? "wrong" : "todo",
    because: isDone && copying === undefined ? null : becauseOf(copying ?? finding, record, input),
  };
}

function becauseOf(
  finding: WritableFinding | undefined,
  record: InstructionRecord,
  input: InstructionsInput,
): string | null {
  if (finding === undefined) return null;
  const text = textOf(finding, input);
  // The findings of other readers say so themselves, and so does this one.
  const isSaid = input.reader !== "dns_owner" || finding.code === "txt-quoted";
  const difference = isSaid ? null : compareValues(record.seen ?? "", record.value, input.texts);
  return difference === null ? text : joinSentences([text, difference], input.texts.language);
}

const copyingCodes = { text: "txt-partly-published", web: "records-partly-published" } as const;

function hasDeletionsAt(host: string, mine: readonly WritableFinding[]): boolean {
  return mine.some((finding) =>
    changesOf(finding).some(({ action, fqdn }) => action === "delete" && normaliseName(fqdn) === host),
  );
}

/** What is right through a CNAME that has to go is not there afterwards. */
function restsOnDeleted({ host, type }: InstructionRecord, mine: readonly WritableFinding[]): boolean {
  const isBelow = (change: RecordAction) =>
    change.action === "delete" && change.type === "CNAME" && normaliseName(change.fqdn) === normaliseName(host);
  return type !== "CNAME" && mine.some((finding) => changesOf(finding).some(isBelow));
}

function isAbout(finding: WritableFinding, record: InstructionRecord): boolean {
  const host = normaliseName(record.host);
  return changesOf(finding).some(
    ({ action, fqdn, type, value }) =>
      action !== "delete" && normaliseName(fqdn) === host && type === record.type && value === record.value,
  );
}

function stepFrom(change: RecordAction, finding: WritableFinding, input: InstructionsInput, names: Names): Step {
  return {
    action: change.action,
    type: change.type,
    ...hostsOf(normaliseName(change.fqdn), names),
    value: plainValue(change.type, change.value),
    seen: [],
    ttl: defaultTtlSeconds,
    status: "wrong",
    because: reasonOf(change, finding, input),
  };
}

const defaultTtlSeconds = 300;

function reasonOf(change: RecordAction, finding: WritableFinding, input: InstructionsInput): string {
  return change.action === "delete" && change.type === "MX" ? input.texts.mailRecord : textOf(finding, input);
}

function textOf(finding: WritableFinding, { reader, texts, connection }: InstructionsInput): string {
  const own = reader === "dns_owner" ? ownerTextOf(finding, texts, connection.registrableDomain) : null;
  return own?.text ?? finding.explanation;
}

function hostsOf(fullHost: string, { zone, style }: Names): Pick<Step, "host" | "fullHost" | "recommended"> {
  const host = hostInForm(fullHost, zone, "relative");
  return { host, fullHost, recommended: style === "fqdn" || !isEqualOrBelow(fullHost, zone) ? "fullHost" : "host" };
}

/** As forms want it: they add the quotes of a text and the dot of a target themselves. */
function plainValue(type: string, value: string): string {
  if (type === "CNAME") return value.replace(/\.$/, "");
  return type === "TXT" && /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value;
}

function isSame(step: { type: string; fullHost: string; value: string }, change: RecordAction): boolean {
  return (
    step.type === change.type &&
    step.fullHost === normaliseName(change.fqdn) &&
    step.value === plainValue(change.type, change.value)
  );
}

function distinct(steps: readonly Step[]): Step[] {
  const byKey = new Map<string, Step>();
  for (const step of steps) {
    const key = `${step.action} ${step.type} ${step.fullHost} ${step.value}`;
    if (!byKey.has(key)) byKey.set(key, step);
  }
  return [...byKey.values()];
}

/** What the steps do not say: what has to be done elsewhere than in the records, by whom, and what is ours. */
function notesOf(input: InstructionsInput, findings: readonly WritableFinding[], steps: readonly Step[]): Note[] {
  const notes = findings
    .filter((finding) => isForDnsOwner(finding) && !isInSteps(finding, input.texts))
    .map((finding): Note => noteOf(finding, input));
  // The reply says so in its first paragraph.
  if (input.reader === "support") return notes;
  const ours = findings.some((finding) => !isForDnsOwner(finding) && finding.severity === "blocking");
  const isWaiting = notes.length === 0 && steps.every(({ status }) => status === "done");
  return ours && isWaiting ? [{ who: "us", ...input.texts.ours, details: [] }] : notes;
}

/** What a finding says about records is in their steps, but for what has to be done at another service too. */
function isInSteps(finding: WritableFinding, texts: InstructionTexts): boolean {
  if (finding.code === "txt-partly-published" || finding.code === "records-partly-published") return true;
  return changesOf(finding).length > 0 && ownerTextOf(finding, texts, "")?.todo === undefined;
}

function noteOf(finding: WritableFinding, { reader, texts, connection }: InstructionsInput): Note {
  const who = finding.who === "dns_provider" ? "provider" : "you";
  const { layer } = kindOf(finding.code);
  const own = reader === "dns_owner" ? ownerTextOf(finding, texts, connection.registrableDomain) : null;
  // The owner's texts do not name the servers.
  const hasFacts = who === "provider" || (own !== null && (layer === "zone" || layer === "resolution"));
  const details = hasFacts ? finding.evidence : [];
  if (own === null) return { who, title: finding.title, text: `${finding.explanation} ${finding.fix}`, details };
  return {
    who,
    title: own.title,
    text: joinSentences(own.todo === undefined ? [own.text] : [own.text, own.todo], texts.language),
    details,
  };
}

function titleOf(
  { connection: { hostnameUnicode: hostname, state }, findings, reader, texts }: InstructionsInput,
  steps: readonly Step[],
): string {
  if (reader === "support") return `${hostname}: ${(state === "live" ? undefined : findings[0])?.title ?? "status"}`;
  const isFix = steps.some(({ status }) => status === "wrong");
  return fill(isFix ? texts.titles.correct : texts.titles.records, { hostname }, texts.language);
}

function whyOf({
  connection: { hostnameUnicode: hostname, state },
  asker: { company, application },
  findings,
  reader,
  texts,
}: InstructionsInput): string {
  if (reader === "support") return supportWhy(hostname, state, findings);
  const { why, language } = texts;
  const service = application === null ? company : fill(texts.service, { application, company }, language);
  const text = isOver(state) ? why.ended : state === "live" || state === "drifted" ? why[state] : why.needed;
  return fill(text, { hostname, company, service }, language);
}

/** The customer has asked why it does not work. */
function supportWhy(hostname: string, state: ConnectionState, findings: readonly WritableFinding[]): string {
  const [first] = state === "live" ? [] : findings;
  if (first === undefined) {
    return state === "live"
      ? `${hostname} works: its DNS records are correct, and it has a valid certificate.`
      : `We checked ${hostname} and found nothing that you need to change. The setup continues automatically, and we keep checking it.`;
  }
  const isTheirs = first.who === "customer" || first.who === "dns_provider";
  return [
    `We checked why ${hostname} is not working yet. ${first.title}.`,
    ...(isTheirs || first.who === "ca" ? [first.explanation] : []),
    ...(first.who === "ca"
      ? [`You do not need to do anything: we are waiting for the certificate authority. ${first.fix}`]
      : []),
    ...(isTheirs || first.who === "ca"
      ? []
      : ["You do not need to do anything: this is on our side, and we are working on it."]),
    ...(first.eta === null ? [] : [`The change should be visible everywhere by ${timeText(first.eta)} at the latest.`]),
  ].join(" ");
}

/** `2026-11-23T10:00:00.000Z` as `2026-11-23 10:00 UTC`. */
function timeText(eta: string): string {
  return `${eta.slice(0, 10)} ${eta.slice(11, 16)} UTC`;
}
