import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { pageRuntime } from "@/app/page-runtime";
import { AuthCard, textLink } from "@/components/auth/auth-card";
import { ButtonLink } from "@/components/ui/button-link";
import { Link } from "@/components/ui/link";
import { findSandboxMail } from "@/lib/platform/mail/list-sandbox-mails";

export const metadata: Metadata = { title: "Mail" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { env, service } = await pageRuntime();
  const mail = env.sandbox && z.uuid().safeParse(id).success ? await findSandboxMail(service, id) : null;
  if (!mail) notFound();
  // Every other piece is an address.
  const pieces = mail.text.split(/(https?:\/\/\S+)/);
  const action = pieces.find((piece, index) => index % 2 === 1 && isAlone(mail.text, piece));
  return (
    <AuthCard
      title={mail.subject}
      lead={`To ${mail.recipient}`}
      footer={
        <Link href="/sandbox/mails" className={textLink}>
          All mails
        </Link>
      }
    >
      {action && (
        <ButtonLink href={new URL(action).pathname} className="justify-self-start">
          Open the link
        </ButtonLink>
      )}
      <div className="whitespace-pre-wrap rounded-xl border border-line bg-card p-4 [overflow-wrap:anywhere]">
        {pieces.map((piece, index) =>
          index % 2 === 0 ? (
            piece
          ) : (
            <a
              key={piece}
              href={new URL(piece).pathname}
              className={isAlone(mail.text, piece) ? `${textLink} text-sm` : textLink}
            >
              {piece}
            </a>
          ),
        )}
      </div>
    </AuthCard>
  );
}

/** The link that the mail is about has a paragraph of its own. */
function isAlone(text: string, url: string): boolean {
  return text.split("\n\n").includes(url);
}
