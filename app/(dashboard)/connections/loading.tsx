export { ConnectionsSkeleton as default } from "@/components/connections/table/connections-skeleton";
