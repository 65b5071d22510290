import { deleteApplication } from "@/lib/accounts/applications/delete-application";
import { getApplication } from "@/lib/accounts/applications/get-application";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import {
  deleteApplicationEndpoint,
  getApplicationEndpoint,
  updateApplicationEndpoint,
} from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";

export const GET = handle(getApplicationEndpoint, getApplication);
export const PATCH = handle(updateApplicationEndpoint, updateApplication);
export const DELETE = handle(deleteApplicationEndpoint, deleteApplication);
