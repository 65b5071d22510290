import { environmentParam, isObjectPath } from "@/components/session/environment-address";
import type { Environment } from "@/lib/kernel/scopes";

/** Where a switch to an environment leads: the same page; from the page of one object, the list that it is in. */
export function environmentHref(path: string, environment: Environment): string {
  const place = isObjectPath(path) ? `/${path.split("/")[1]}` : path;
  return `${place}?${environmentParam}=${environment}`;
}
