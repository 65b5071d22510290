import { createKeyEndpoint, listKeysEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";
import { createKey } from "@/lib/applications/create-key";
import { listKeys } from "@/lib/applications/list-keys";

export const POST = handle(createKeyEndpoint, createKey);
export const GET = handle(listKeysEndpoint, listKeys);
