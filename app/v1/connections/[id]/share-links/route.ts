import { createShareLinkEndpoint, listShareLinksEndpoint } from "@/lib/api/endpoints/diagnosis";
import { handle } from "@/lib/api/handle";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { listShareLinks } from "@/lib/diagnosis/list-share-links";

export const POST = handle(createShareLinkEndpoint, createShareLink);
export const GET = handle(listShareLinksEndpoint, listShareLinks);
