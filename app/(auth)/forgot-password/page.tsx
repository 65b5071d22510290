import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { ForgotPasswordForm } from "@/components/auth/forgot-password-form";

export const metadata: Metadata = { title: "Forgot your password?" };

export default async function Page() {
  const { env } = await pageRuntime();
  return <ForgotPasswordForm sandbox={env.sandbox} />;
}
