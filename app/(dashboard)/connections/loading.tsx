import { ConnectionsSkeleton } from "@/components/connections/table/connections-page";

export default function Loading() {
  return <ConnectionsSkeleton />;
}
