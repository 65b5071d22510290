import { endOtherDevices } from "@/lib/accounts/users/end-other-devices";
import { listDevices } from "@/lib/accounts/users/list-devices";
import { endOtherDevicesEndpoint, listDevicesEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";

export const GET = handle(listDevicesEndpoint, listDevices);
export const DELETE = handle(endOtherDevicesEndpoint, endOtherDevices);
