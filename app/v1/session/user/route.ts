import { updateUserEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";
import { updateUser } from "@/lib/users/update-user";

export const PATCH = handle(updateUserEndpoint, updateUser);
