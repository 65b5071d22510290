import type { AuthLimits } from "@/components/auth/auth-limits";
import { boundsOf } from "@/components/ui/bounds-of";
import { signUpSchema } from "@/lib/accounts/auth/schema";

export const formLimits: AuthLimits = {
  companyName: boundsOf(signUpSchema, "companyName").max,
  name: boundsOf(signUpSchema, "name").max,
  email: boundsOf(signUpSchema, "email").max,
  password: boundsOf(signUpSchema, "password").max,
};
