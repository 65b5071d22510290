import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { findPageSession } from "@/app/page-session";
import { AcceptInvitation } from "@/components/auth/accept-invitation";
import { AuthCard } from "@/components/auth/auth-card";
import { NewPasswordForm } from "@/components/auth/new-password-form";
import { SignInForm } from "@/components/auth/sign-in-form";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { findInvitation } from "@/lib/accounts/users/accept-invitation";

// The address holds a secret, so it is not sent to other sites.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: "noindex" };

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const session = await findPageSession();
  const { service } = await pageRuntime();
  const found = await findInvitation(service, token);
  if (!found) {
    const lead = "It was already used, was revoked, or has expired. Ask the person who invited you for a new one.";
    return <AuthCard title="This invitation is no longer valid" lead={lead} />;
  }
  const { invitation, company, hasAccount } = found;
  const { email } = invitation;
  const title = `Join ${company}`;
  const path = `/invitations/${token}`;
  if (session && session.user.email !== email) {
    return (
      <AuthCard title={title} lead={`The invitation is for ${email}. You are signed in as ${session.user.email}.`}>
        <SignOutButton next={path} />
      </AuthCard>
    );
  }
  if (session) {
    return (
      <AuthCard
        title={title}
        lead={`You will be ${invitation.role === "admin" ? "an admin" : "a member"}, as ${email}.`}
      >
        <AcceptInvitation token={token} company={company} />
      </AuthCard>
    );
  }
  if (hasAccount) {
    return (
      <AuthCard title={title} lead="You already have an account. Sign in to accept the invitation.">
        <SignInForm next={path} email={email} />
      </AuthCard>
    );
  }
  return (
    <AuthCard title={title} lead={`Choose a password for your account as ${email}.`}>
      <NewPasswordForm token={token} email={email} invited />
    </AuthCard>
  );
}
