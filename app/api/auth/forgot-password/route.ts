import { handleForm } from "@/lib/auth/handle-form";
import { requestResetSchema } from "@/lib/auth/schema";
import { requestPasswordReset } from "@/lib/users/request-password-reset";

export const POST = handleForm(requestResetSchema, requestPasswordReset);
