import type { Metadata } from "next";
import Link from "next/link";
import { pageRuntime } from "@/app/page-runtime";
import { AuthCard, textLink } from "@/components/auth/auth-card";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { findMailToken } from "@/lib/accounts/auth/mail-token";

// The address is a secret: it is given to no other site.
export const metadata: Metadata = { title: "Set a new password", referrer: "no-referrer", robots: "noindex" };

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { service } = await pageRuntime();
  const found = await findMailToken(service, "reset_password", token);
  if (!found) {
    return (
      <AuthCard
        title="This link is over"
        lead="It was used already, or is too old."
        footer={
          <Link href="/forgot-password" className={textLink}>
            Ask for a new one
          </Link>
        }
      />
    );
  }
  return (
    <AuthCard title="Set your password" lead="Every browser that is signed in to your account will be signed out.">
      <NewPasswordForm token={token} email={found.email} />
    </AuthCard>
  );
}
