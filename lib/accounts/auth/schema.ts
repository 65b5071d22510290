import { z } from "zod";
import { companyName, personName } from "@/lib/kernel/one-line";

/** In lower case: one mailbox is one person. */
const emailSchema = z
  .email("an email address, like name@example.com")
  .max(254)
  .transform((value) => value.toLowerCase());

export const minPasswordLength = 12;

/** The format only. `assertGoodPassword` checks the strength where it is set. */
const newPasswordSchema = z.string().min(minPasswordLength, `at least ${minPasswordLength} characters`).max(256);

/** An existing password: bounded, without other rules. */
const givenPasswordSchema = z.string().min(1, "is needed").max(256);

const personNameSchema = personName(120);
const companyNameSchema = companyName(120);
const mailTokenSchema = z.string().regex(/^[\w-]{20,100}$/, "is not one of our tokens");

export const signInSchema = z.strictObject({
  email: emailSchema,
  password: givenPasswordSchema,
  /** From the verification mail: confirms the address. */
  token: mailTokenSchema.optional(),
});
export type SignInInput = z.infer<typeof signInSchema>;

export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  name: personNameSchema.default(""),
  companyName: companyNameSchema,
});
export type SignUpInput = z.infer<typeof signUpSchema>;

export const requestResetSchema = z.strictObject({ email: emailSchema });
export type RequestResetInput = z.infer<typeof requestResetSchema>;

export const resetPasswordSchema = z.strictObject({ token: mailTokenSchema, password: newPasswordSchema });
export type ResetPasswordInput = z.infer<typeof resetPasswordSchema>;

export const acceptInvitationSchema = z.strictObject({
  token: mailTokenSchema,
  /** For people without an account. */
  password: newPasswordSchema.optional(),
  name: personNameSchema.optional(),
});
export type AcceptInvitationInput = z.infer<typeof acceptInvitationSchema>;
