export { DetailSkeleton as default } from "@/components/connections/connection-skeleton";
