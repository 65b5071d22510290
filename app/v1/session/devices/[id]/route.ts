import { endDevice } from "@/lib/accounts/users/end-device";
import { endDeviceEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";

export const DELETE = handle(endDeviceEndpoint, endDevice);
