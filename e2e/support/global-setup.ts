import { pgliteTemplate } from "@/lib/runtime/testing/pglite-template";

/** Runs before the workers start, so that they do not create the template concurrently. */
export default async function prepareTemplate(): Promise<void> {
  await pgliteTemplate();
}
