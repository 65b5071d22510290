import {
  deleteViewSchema,
  deviceIdSchema,
  deviceListSchema,
  deviceSchema,
  endedDevicesSchema,
  getSessionSchema,
  savedViewsSchema,
  saveViewSchema,
  switchTenantSchema,
  updateUserSchema,
  userSessionSchema,
} from "@/lib/accounts/users/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleDevice, exampleIds, exampleSession } from "@/lib/api/endpoints/examples";

export const getSessionEndpoint = defineEndpoint({
  id: "getSession",
  tag: "session",
  method: "GET",
  path: "/v1/session",
  scope: null,
  caller: "person",
  summary: "Get the current session",
  status: 200,
  input: getSessionSchema,
  output: userSessionSchema,
  errors: [],
  example: { input: {}, output: exampleSession },
});

export const switchTenantEndpoint = defineEndpoint({
  id: "switchTenant",
  tag: "session",
  method: "POST",
  path: "/v1/session/tenant",
  scope: null,
  caller: "person",
  summary: "Switch to another company",
  description: "From now on, this browser acts for that company.",
  status: 200,
  input: switchTenantSchema,
  output: userSessionSchema,
  errors: ["not_found"],
  example: { input: { tenantId: exampleIds.tenant }, output: exampleSession },
});

export const leaveTenantEndpoint = defineEndpoint({
  id: "leaveTenant",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/tenant",
  scope: null,
  caller: "person",
  summary: "Leave the current company",
  description:
    "Available to every role. The session continues in another of the person's companies, or in none. The last owner cannot leave (`invalid_state`).",
  status: 200,
  input: getSessionSchema,
  output: userSessionSchema,
  errors: ["not_found", "invalid_state"],
  example: { input: {}, output: exampleSession },
});

export const updateUserEndpoint = defineEndpoint({
  id: "updateUser",
  tag: "session",
  method: "PATCH",
  path: "/v1/session/user",
  scope: null,
  caller: "person",
  summary: "Update your name or password, or end the hints",
  description:
    "If you have a password, setting a new one needs `current_password`, and signs out every other browser. Wrong passwords count towards the sign-in limit.",
  status: 200,
  input: updateUserSchema,
  output: userSessionSchema,
  errors: [],
  example: { input: { name: "Ada" }, output: exampleSession },
});

export const listDevicesEndpoint = defineEndpoint({
  id: "listDevices",
  tag: "session",
  method: "GET",
  path: "/v1/session/devices",
  scope: null,
  caller: "person",
  summary: "List the browsers where you are signed in",
  description: "Most recently used first, at most 100.",
  status: 200,
  input: getSessionSchema,
  output: deviceListSchema,
  errors: [],
  example: { input: {}, output: { data: [exampleDevice] } },
});

export const endDeviceEndpoint = defineEndpoint({
  id: "endDevice",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/devices/{id}",
  scope: null,
  caller: "person",
  summary: "Sign out one of your browsers",
  description: "Its next request is refused.",
  status: 200,
  input: deviceIdSchema,
  output: deviceSchema,
  errors: [],
  example: { input: { id: exampleIds.session }, output: exampleDevice },
});

export const endOtherDevicesEndpoint = defineEndpoint({
  id: "endOtherDevices",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/devices",
  scope: null,
  caller: "person",
  summary: "Sign out all your other browsers",
  status: 200,
  input: getSessionSchema,
  output: endedDevicesSchema,
  errors: [],
  example: { input: {}, output: { ended: 2 } },
});

const exampleViews = {
  data: [{ name: "Needs attention", query: "attention=true&sort=state_changed_at", columns: null, compact: false }],
};

export const listViewsEndpoint = defineEndpoint({
  id: "listViews",
  tag: "session",
  method: "GET",
  path: "/v1/session/views",
  scope: null,
  caller: "person",
  summary: "List your saved views of the table of domains",
  description: "Yours alone, in the company that you work in, by name.",
  status: 200,
  input: getSessionSchema,
  output: savedViewsSchema,
  errors: [],
  example: { input: {}, output: exampleViews },
});

export const saveViewEndpoint = defineEndpoint({
  id: "saveView",
  tag: "session",
  method: "POST",
  path: "/v1/session/views",
  scope: null,
  caller: "person",
  summary: "Save a view of the table of domains",
  description: "Up to 20 for each member of a company. One of the same name is replaced. Returns all of them.",
  status: 200,
  input: saveViewSchema,
  output: savedViewsSchema,
  errors: ["invalid_state"],
  example: {
    input: { name: "Needs attention", query: "attention=true&sort=state_changed_at" },
    output: exampleViews,
  },
});

export const deleteViewEndpoint = defineEndpoint({
  id: "deleteView",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/views",
  scope: null,
  caller: "person",
  summary: "Delete one of your saved views",
  description: "Returns those that are left.",
  status: 200,
  input: deleteViewSchema,
  output: savedViewsSchema,
  errors: [],
  example: { input: { name: "Needs attention" }, output: { data: [] } },
});
