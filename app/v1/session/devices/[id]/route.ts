import { endDeviceEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";
import { endDevice } from "@/lib/users/end-device";

export const DELETE = handle(endDeviceEndpoint, endDevice);
