import { handleForm } from "@/lib/auth/handle-form";
import { acceptInvitationSchema } from "@/lib/auth/schema";
import { acceptInvitation } from "@/lib/tenants/accept-invitation";

export const POST = handleForm(acceptInvitationSchema, acceptInvitation);
