export { TabSkeleton as default } from "@/components/ui/skeleton";
