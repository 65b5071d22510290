import { resetPasswordSchema } from "@/lib/accounts/auth/schema";
import { resetPassword } from "@/lib/accounts/users/reset-password";
import { handleForm } from "@/lib/api/handle-form";

export const POST = handleForm(resetPasswordSchema, resetPassword);
