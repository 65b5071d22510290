import { createSupportNoteEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { createSupportNote } from "@/lib/support/create-support-note";

export const POST = handle(createSupportNoteEndpoint, createSupportNote);
