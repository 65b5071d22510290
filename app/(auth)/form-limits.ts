import type { AuthLimits } from "@/components/auth/auth-limits";
import { signUpSchema } from "@/lib/accounts/auth/schema";
import { boundsOf } from "@/lib/api/endpoints/bounds-of";

export const formLimits: AuthLimits = {
  companyName: boundsOf(signUpSchema, "companyName").max,
  name: boundsOf(signUpSchema, "name").max,
  email: boundsOf(signUpSchema, "email").max,
  password: boundsOf(signUpSchema, "password").max,
};
