import { PageNotFound } from "@/components/shell/lazy-page-not-found";

export default function NotFound() {
  return (
    <PageNotFound reason="The address may be wrong, the page may be gone, or it belongs to another of your companies." />
  );
}
