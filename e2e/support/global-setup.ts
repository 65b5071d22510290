import { pgliteTemplate } from "@/lib/runtime/testing/pglite-template";

/** Before the workers start, so that they do not make it beside each other. */
export default async function prepareTemplate(): Promise<void> {
  await pgliteTemplate();
}
