import { connection } from "next/server";
import { getRuntime, type Runtime } from "@/lib/api/runtime";

/** This process's runtime, for a page. Only once there is a request: `next build` tries pages out, and must open no database. */
export async function pageRuntime(): Promise<Runtime> {
  await connection();
  return getRuntime();
}
