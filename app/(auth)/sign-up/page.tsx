import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageRuntime } from "@/app/page-runtime";
import { findPageSession } from "@/app/page-session";
import { AuthCard, textLink } from "@/components/auth/auth-card";
import { SignUpForm } from "@/components/auth/sign-up-form";

export const metadata: Metadata = { title: "Create an account" };

export default async function Page() {
  if (await findPageSession()) redirect("/");
  const { env } = await pageRuntime();
  if (env.signUp === "open") return <SignUpForm sandbox={env.sandbox} />;
  return (
    <AuthCard
      title="Sign-up is by invitation only"
      lead="Ask an owner or admin of your company to invite you. Then open the link in the email."
      footer={
        <a href="/sign-in" className={textLink}>
          Back to sign in
        </a>
      }
    />
  );
}
