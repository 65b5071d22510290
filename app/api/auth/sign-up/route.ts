import { signUpSchema } from "@/lib/accounts/auth/schema";
import { signUp } from "@/lib/accounts/users/sign-up";
import { handleForm } from "@/lib/api/handle-form";

export const POST = handleForm(signUpSchema, signUp);
