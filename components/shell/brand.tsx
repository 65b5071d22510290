import { BrandName, brandClasses } from "@/components/shell/brand-name";
import { Link } from "@/components/ui/link";

export function Brand({ href = "/" }: { href?: string }) {
  return (
    <Link href={href} className={brandClasses}>
      <BrandName />
    </Link>
  );
}
