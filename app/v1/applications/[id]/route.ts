import {
  deleteApplicationEndpoint,
  getApplicationEndpoint,
  updateApplicationEndpoint,
} from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { deleteApplication } from "@/lib/applications/delete-application";
import { getApplication } from "@/lib/applications/get-application";
import { updateApplication } from "@/lib/applications/update-application";

export const GET = handle(getApplicationEndpoint, getApplication);
export const PATCH = handle(updateApplicationEndpoint, updateApplication);
export const DELETE = handle(deleteApplicationEndpoint, deleteApplication);
