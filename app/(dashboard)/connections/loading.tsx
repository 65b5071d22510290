import { ConnectionsSkeleton } from "@/components/connections/table/connections-skeleton";

export default function Loading() {
  return <ConnectionsSkeleton />;
}
