import {
  acceptInvitationSchema,
  requestResetSchema,
  resetPasswordSchema,
  signUpSchema,
} from "@/lib/accounts/auth/schema";
import { acceptInvitation } from "@/lib/accounts/users/accept-invitation";
import { requestPasswordReset } from "@/lib/accounts/users/request-password-reset";
import { resetPassword } from "@/lib/accounts/users/reset-password";
import { signUp } from "@/lib/accounts/users/sign-up";
import { handleForm } from "@/lib/api/handle-form";

/** The routes of the forms that are used before sign-in, by the last part of their path. */
export const forms = {
  "sign-up": handleForm(signUpSchema, signUp),
  "forgot-password": handleForm(requestResetSchema, requestPasswordReset),
  "reset-password": handleForm(resetPasswordSchema, resetPassword),
  "accept-invitation": handleForm(acceptInvitationSchema, acceptInvitation),
};
