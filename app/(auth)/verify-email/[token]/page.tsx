import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { AuthCard, textLink } from "@/components/auth/auth-card";
import { SignInForm } from "@/components/auth/sign-in-form";
import { findMailToken } from "@/lib/accounts/auth/mail-token";

// The address holds a secret, so it is not sent to other sites.
export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer", robots: "noindex" };

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { service } = await pageRuntime();
  const found = await findMailToken(service, "verify_email", token);
  if (!found) {
    return (
      <AuthCard
        title="This link is no longer valid"
        lead="It was already used, or has expired. If your address is not confirmed yet, sign in to get a new one."
        footer={
          <a href="/sign-in" className={textLink}>
            Sign in
          </a>
        }
      />
    );
  }
  return (
    <AuthCard
      title="Confirm your address"
      lead="Enter the password that you chose when you signed up. It shows that you, and not someone else who typed your address, created the account."
    >
      <SignInForm next="/" email={found.email} token={token} />
    </AuthCard>
  );
}
