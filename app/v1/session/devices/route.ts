import { endOtherDevicesEndpoint, listDevicesEndpoint } from "@/lib/api/endpoints/session";
import { handle } from "@/lib/api/handle";
import { endOtherDevices } from "@/lib/users/end-other-devices";
import { listDevices } from "@/lib/users/list-devices";

export const GET = handle(listDevicesEndpoint, listDevices);
export const DELETE = handle(endOtherDevicesEndpoint, endOtherDevices);
