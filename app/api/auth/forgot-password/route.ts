import { requestResetSchema } from "@/lib/accounts/auth/schema";
import { requestPasswordReset } from "@/lib/accounts/users/request-password-reset";
import { handleForm } from "@/lib/api/handle-form";

export const POST = handleForm(requestResetSchema, requestPasswordReset);
