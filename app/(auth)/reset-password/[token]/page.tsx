import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { AuthCard, textLink } from "@/components/auth/auth-card";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { findMailToken } from "@/lib/accounts/auth/mail-token";

// The address holds a secret, so it is not sent to other sites.
export const metadata: Metadata = { title: "Set a new password", referrer: "no-referrer", robots: "noindex" };

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { service } = await pageRuntime();
  const found = await findMailToken(service, "reset_password", token);
  if (!found) {
    return (
      <AuthCard
        title="This link is no longer valid"
        lead="It was already used, or has expired."
        footer={
          <a href="/forgot-password" className={textLink}>
            Request a new one
          </a>
        }
      />
    );
  }
  return (
    <AuthCard title="Set your password" lead="You will be signed out in every browser.">
      <NewPasswordForm token={token} email={found.email} />
    </AuthCard>
  );
}
