import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeNext } from "@/app/(auth)/safe-next";
import { pageRuntime } from "@/app/page-runtime";
import { findPageSession } from "@/app/page-session";
import { AuthCard, textLink } from "@/components/auth/auth-card";
import { OtherWaysIn } from "@/components/auth/other-ways-in";
import { SignInForm } from "@/components/auth/sign-in-form";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";

export const metadata: Metadata = { title: "Sign in" };

/** By the error code in the redirect from an identity provider. */
const problems: Record<string, string> = {
  email_unverified: "That account has no verified email address. Verify it there first.",
  account_unconfirmed:
    "That address has an account here that was never confirmed. Use “Forgot password?” to take it over.",
  invitation_needed: "Sign-up is by invitation only. Ask an owner or admin of your company for one.",
};

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function Page({ searchParams }: Props) {
  const { next: requested, error, email } = await searchParams;
  const next = safeNext(requested);
  if (await findPageSession()) redirect(next);
  const { env } = await pageRuntime();
  const problem = typeof error === "string" ? (problems[error] ?? "That did not work. Try again.") : null;
  const { owner, staff } = demoPeople;
  const people = env.sandbox
    ? [
        { label: "Sign in as Demo", email: owner.email, password: owner.password, next },
        {
          label: "Sign in as support staff",
          email: staff.email,
          password: staff.password,
          next: next === "/" ? "/support" : next,
        },
      ]
    : [];
  const providers = (["github", "google"] as const).filter((name) => env[name] !== null);
  return (
    <AuthCard
      title="Sign in"
      footer={
        env.signUp === "open" ? (
          <>
            New here?{" "}
            <a href="/sign-up" className={textLink}>
              Create an account
            </a>
          </>
        ) : (
          "Sign-up is by invitation only."
        )
      }
    >
      <SignInForm next={next} email={typeof email === "string" ? email.slice(0, 254) : undefined} problem={problem} />
      <OtherWaysIn providers={providers} people={people} next={next} />
    </AuthCard>
  );
}
