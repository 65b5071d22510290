import { PageNotFound } from "@/components/shell/lazy-page-not-found";

export default function NotFound() {
  return <PageNotFound reason="The address may be wrong, or the page was removed." />;
}
