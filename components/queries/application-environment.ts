import { useQuery } from "@tanstack/react-query";
import { applicationNamesQuery } from "@/components/queries/queries";
import { useObjectEnvironment } from "@/components/session/environment";

/** For the page of what belongs to an application: the dashboard shows the application's environment. */
export function useApplicationEnvironment(applicationId: string): void {
  const { data } = useQuery(applicationNamesQuery);
  useObjectEnvironment(data?.find(({ id }) => id === applicationId)?.environment);
}
