import type { Metadata } from "next";
import Link from "next/link";
import { connection } from "next/server";
import { AuthCard, textLink } from "@/components/auth/auth-card";
import { SignInForm } from "@/components/auth/sign-in-form";
import { findMailToken } from "@/lib/auth/mail-token";
import { getRuntime } from "@/lib/create-context";

// The address is a secret: it is given to no other site.
export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer", robots: "noindex" };

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  await connection();
  const { token } = await params;
  const { service } = await getRuntime();
  const found = await findMailToken(service, "verify_email", token);
  if (!found) {
    return (
      <AuthCard
        title="This link is over"
        lead="It was used already, or is too old. If your address is not confirmed yet, signing in sends you a new one."
        footer={
          <Link href="/sign-in" className={textLink}>
            Sign in
          </Link>
        }
      />
    );
  }
  return (
    <AuthCard title="Confirm your address" lead="Enter the password that you chose when you signed up.">
      <SignInForm next="/" email={found.email} token={token} />
    </AuthCard>
  );
}
