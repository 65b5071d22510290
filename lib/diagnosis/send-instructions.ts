import { countMail, mailboxOf } from "@/lib/accounts/auth/count-mail";
import { consume, throttles, tooMany } from "@/lib/accounts/auth/throttle";
import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { Brand } from "@/lib/accounts/branding/schema";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { isOver } from "@/lib/connections/machine";
import { answerInTransaction, inTransaction, type Tx } from "@/lib/db/transaction";
import { assertTokenMay } from "@/lib/diagnosis/assert-token-may";
import { insertShareLink } from "@/lib/diagnosis/create-share-link";
import { examineConnection } from "@/lib/diagnosis/diagnose-connection";
import { brandedMail } from "@/lib/diagnosis/instructions/branded-mail";
import type { Instructions } from "@/lib/diagnosis/instructions/instructions";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { recordsOfEvidence } from "@/lib/diagnosis/instructions/records-of-evidence";
import { writeInstructions } from "@/lib/diagnosis/instructions/write-instructions";
import type { SendInstructionsInput, ShareLinkResource } from "@/lib/diagnosis/schema";
import { toShareLinkResource } from "@/lib/diagnosis/share-link-row";
import { findProvider } from "@/lib/dns/providers/catalog";
import { Refusal } from "@/lib/kernel/errors";
import { randomToken } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";
import { recordEvents } from "@/lib/platform/events/record-event";
import { unlinkedName } from "@/lib/platform/mail/unlinked";
import type { Context } from "@/lib/platform/ports/context";

const linkDays = 14;
const stopTokenBits = 192;

/**
 * Mails the instructions to the person who manages the DNS, in the company's name, with a share link of their own.
 * @throws Refusal not_found, invalid (a visitor's note has an address in it), invalid_state (nothing to do; the recipient wants no mails), rate_limited, unavailable and
 * provider_error (the mail; then send it again)
 */
export async function sendInstructions(ctx: Context, input: SendInstructionsInput): Promise<ShareLinkResource> {
  ctx.mailer.assertReady();
  const { id, to, note, locale } = input;
  assertPlainNote(ctx, note ?? "");
  const brand = await getBrand(ctx);
  const texts = instructionTextsOf(locale ?? "en");
  const instructions = await currentInstructions(ctx, id, brand, texts);
  const stopToken = randomToken(stopTokenBits);
  let url = "";
  const link = await answerInTransaction(ctx, async (tx) => {
    const connection = await getConnectionRow(ctx, id, tx);
    await assertTokenMay(ctx, tx, "tokenMails");
    await assertWanted(ctx, tx, to);
    await assertMayMail(ctx, tx, { id, to });
    const created = await insertShareLink(ctx, tx, connection, {
      expiresInDays: linkDays,
      locale,
      mailedTo: to,
      stopTokenHash: hashSecret(stopToken),
    });
    ({ url } = created);
    const facts = { connectionId: id, hostname: connection.hostname, to };
    await recordAudit(ctx, tx, "share_link.mailed", created.row.id, facts);
    return toShareLinkResource(created.row, url);
  });
  const { origin } = new URL(url);
  const stopUrl = `${origin}/connect/stop/${stopToken}`;
  const mail = brandedMail(instructions, {
    brand,
    note: note ?? null,
    isOwnNote: ctx.actor.kind !== "widget",
    link: url,
    stopUrl,
    origin,
    texts,
  });
  await ctx.mailer.send({ ...mail, to, stopUrl, replyTo: await findReplyTo(ctx, brand) });
  await inTransaction(ctx, (tx) =>
    recordEvents(ctx, tx, id, ["connection.instructions_sent"], { recipient: to, linkId: link.id }),
  );
  return link;
}

/** A URL, a mailbox, or a name that a mail program makes a link of. Others are left unclickable. */
const addressInText = /:\/\/|\bwww\.|[@＠]|[\p{L}\p{N}-][.。．｡․]\p{L}{2,}/u;

/** The mail is in the company's name, and a visitor is anybody. @throws Refusal invalid */
function assertPlainNote({ actor }: Context, note: string): void {
  if (actor.kind !== "widget" || !addressInText.test(note)) return;
  const text = "A note must not have the address of a page or a mailbox in it. Leave it out, and send again.";
  throw new Refusal("invalid", text, { param: "note" });
}

/** @throws Refusal not_found, invalid_state */
async function currentInstructions(
  ctx: Context,
  id: string,
  brand: Brand,
  texts: InstructionTexts,
): Promise<Instructions> {
  const row = await getConnectionRow(ctx, id);
  if (isOver(row.state)) throw nothingToDo(row.hostname);
  const { evidence, findings } = await examineConnection(ctx, id);
  const provider = evidence.subject.provider?.key ?? row.provider;
  const instructions = writeInstructions({
    connection: row,
    records: recordsOfEvidence(evidence),
    findings,
    provider: provider === null ? null : findProvider(provider),
    asker: { company: unlinkedName(brand.name), application: null, logoUrl: null },
    reader: "dns_owner",
    texts,
  });
  const open = instructions.steps.filter(({ status }) => status !== "done");
  if (open.length === 0 && instructions.notes.length === 0) throw nothingToDo(row.hostname);
  // The value of a record is a text that the company has chosen, and must be sent as it is.
  if (open.some(({ value }) => /:\/\/|\bwww\./i.test(value))) {
    const text = "A record of this domain contains a URL, which we do not send by mail. Send a share link yourself.";
    throw new Refusal("invalid_state", text);
  }
  return instructions;
}

function nothingToDo(hostname: string): Refusal {
  return new Refusal("invalid_state", `There is nothing to do in the DNS of ${hostname}.`);
}

/** @throws Refusal invalid_state: they said that they want no more mails of this company */
async function assertWanted({ tenantId }: Context, tx: Tx, to: string): Promise<void> {
  const recipientHash = hashSecret(mailboxOf(to));
  const stopped = await tx.mailSuppression.findUnique({
    where: { tenantId_recipientHash: { tenantId, recipientHash } },
  });
  if (stopped === null) return;
  throw new Refusal("invalid_state", `${to} does not want mails from your company. Send a share link yourself.`, {
    param: "to",
  });
}

/** @throws Refusal rate_limited */
async function assertMayMail(ctx: Context, tx: Tx, { id, to }: SendInstructionsInput): Promise<void> {
  const isVisitor = ctx.actor.kind === "widget";
  const ofConnection = isVisitor ? await consume(tx, "visitorConnection", id, throttles.visitorConnection) : null;
  if (ofConnection !== null) {
    throw tooMany(
      `${throttles.visitorConnection.points} mails about this domain were sent within a day.`,
      ofConnection,
    );
  }
  const kind = isVisitor ? "visitorInstructions" : "instructions";
  const company = { kind, tenantId: ctx.tenantId, tx } as const;
  const waitSeconds = await countMail(ctx, { to, ip: ctx.caller?.ip ?? null, company });
  if (waitSeconds === null) return;
  throw tooMany(`${to} was sent ${throttles.mailbox.points} mails within an hour.`, waitSeconds);
}

/** The person who sends it, or else the company's own address for help. */
async function findReplyTo({ actor, database }: Context, { helpUrl }: Brand): Promise<string | null> {
  if (actor.kind === "user") {
    const user = await database.prisma.user.findUnique({ where: { id: actor.userId }, select: { email: true } });
    if (user !== null) return user.email;
  }
  return helpUrl?.startsWith("mailto:") ? helpUrl.slice("mailto:".length) : null;
}
