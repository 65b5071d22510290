import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageRuntime } from "@/app/page-runtime";
import { AuthCard } from "@/components/auth/auth-card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { listSandboxMails } from "@/lib/platform/mail/list-sandbox-mails";

export const metadata: Metadata = { title: "Mails" };

export default async function Page() {
  const { env, service } = await pageRuntime();
  if (!env.sandbox) notFound();
  const mails = await listSandboxMails(service);
  if (mails.length === 0)
    return <AuthCard title="Mails" lead="No mails yet. The sandbox sends no mail: it shows it here." />;
  return (
    <AuthCard title="Mails" lead="The sandbox sends no mail: it shows it here.">
      <ul className="divide-y divide-line rounded-xl border border-line bg-card">
        {mails.map((mail) => (
          <li key={mail.id}>
            <Link
              href={`/sandbox/mails/${mail.id}`}
              prefetch={false}
              className="block px-4 py-3 first:rounded-t-xl hover:bg-hover"
            >
              <span className="block truncate font-medium">{mail.subject}</span>
              <span className="flex justify-between gap-3 text-ink-soft text-sm">
                <span className="truncate">{mail.recipient}</span>
                <RelativeTime date={mail.createdAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </AuthCard>
  );
}
