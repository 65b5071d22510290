import { handleForm } from "@/lib/auth/handle-form";
import { signUpSchema } from "@/lib/auth/schema";
import { signUp } from "@/lib/users/sign-up";

export const POST = handleForm(signUpSchema, signUp);
