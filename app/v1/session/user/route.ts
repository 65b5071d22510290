import { updateUser } from "@/lib/accounts/users/update-user";
import { updateUserEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";

export const PATCH = handle(updateUserEndpoint, updateUser);
