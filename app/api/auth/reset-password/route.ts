import { handleForm } from "@/lib/auth/handle-form";
import { resetPasswordSchema } from "@/lib/auth/schema";
import { resetPassword } from "@/lib/users/reset-password";

export const POST = handleForm(resetPasswordSchema, resetPassword);
