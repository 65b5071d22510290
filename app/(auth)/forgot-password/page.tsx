import type { Metadata } from "next";
import { connection } from "next/server";
import { ForgotPasswordForm } from "@/components/auth/forgot-password-form";
import { getRuntime } from "@/lib/create-context";

export const metadata: Metadata = { title: "Forgot your password?" };

export default async function Page() {
  await connection();
  const { env } = await getRuntime();
  return <ForgotPasswordForm sandbox={env.sandbox} />;
}
