// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const deleteViewCall: Call<"deleteView"> = {
  id: "deleteView",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/views",
  max: {
    name: 60,
  },
};

export const endDeviceCall: Call<"endDevice"> = {
  id: "endDevice",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/devices/{id}",
};

export const endOtherDevicesCall: Call<"endOtherDevices"> = {
  id: "endOtherDevices",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/devices",
};

export const getSessionCall: Call<"getSession"> = {
  id: "getSession",
  tag: "session",
  method: "GET",
  path: "/v1/session",
};

export const leaveTenantCall: Call<"leaveTenant"> = {
  id: "leaveTenant",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/tenant",
};

export const listDevicesCall: Call<"listDevices"> = {
  id: "listDevices",
  tag: "session",
  method: "GET",
  path: "/v1/session/devices",
};

export const listViewsCall: Call<"listViews"> = {
  id: "listViews",
  tag: "session",
  method: "GET",
  path: "/v1/session/views",
};

export const saveViewCall: Call<"saveView"> = {
  id: "saveView",
  tag: "session",
  method: "POST",
  path: "/v1/session/views",
  max: {
    name: 60,
    columns: 20,
  },
};

export const switchTenantCall: Call<"switchTenant"> = {
  id: "switchTenant",
  tag: "session",
  method: "POST",
  path: "/v1/session/tenant",
};

export const updateUserCall: Call<"updateUser"> = {
  id: "updateUser",
  tag: "session",
  method: "PATCH",
  path: "/v1/session/user",
  max: {
    name: 120,
    password: 256,
    currentPassword: 256,
  },
};
