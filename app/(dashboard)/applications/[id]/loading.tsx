import { CardSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div aria-busy className="grid gap-6">
      <p className="sr-only">Loading this tab</p>
      <CardSkeleton className="h-56" />
      <CardSkeleton className="h-72" />
    </div>
  );
}
