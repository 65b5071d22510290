import type { Brand } from "@/lib/accounts/branding/schema";

/** The company's logo and name. Logos are made for white paper, so they get some in the dark theme as well. */
export function BrandMark({ brand: { name, logoUrl } }: { brand: Pick<Brand, "name" | "logoUrl"> }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5 font-semibold tracking-tight">
      {logoUrl !== null && (
        <span className="flex h-9 max-w-40 shrink-0 items-center rounded-md border border-line bg-white p-1">
          {/* biome-ignore lint/performance/noImgElement: nothing is resized here */}
          <img src={logoUrl} alt="" className="h-full w-auto max-w-full object-contain" />
        </span>
      )}
      <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
    </span>
  );
}
