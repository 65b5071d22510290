import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { findPageSession } from "@/app/page-session";
import { AuthCard } from "@/components/auth/auth-card";
import { SignOutButton } from "@/components/auth/sign-out-button";

export const metadata: Metadata = { title: "No company" };

export default async function Page() {
  const session = await findPageSession();
  if (!session) redirect("/sign-in");
  if (session.tenant) redirect("/");
  return (
    <AuthCard
      title="You are not in a company"
      lead={`${session.user.email} is not a member of any company. Ask an owner or admin to invite you.`}
    >
      <SignOutButton next="/sign-in" />
    </AuthCard>
  );
}
