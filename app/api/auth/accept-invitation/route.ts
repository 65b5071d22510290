import { acceptInvitationSchema } from "@/lib/accounts/auth/schema";
import { acceptInvitation } from "@/lib/accounts/users/accept-invitation";
import { handleForm } from "@/lib/api/handle-form";

export const POST = handleForm(acceptInvitationSchema, acceptInvitation);
