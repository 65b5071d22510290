import { BrandColors } from "@/components/branding/brand-colors";
import { BrandMark } from "@/components/branding/brand-mark";
import { Section } from "@/components/ui/section";
import type { Brand } from "@/lib/accounts/branding/schema";

/** A share page in small, in both themes whatever the theme of this page is. */
export function BrandPreview({ brand }: { brand: Brand }) {
  return (
    <Section padded title="Preview">
      <div className="grid gap-4">
        {(["light", "dark"] as const).map((theme) => (
          <figure key={theme} className="grid gap-1.5">
            <figcaption className="text-ink-soft text-sm">{theme === "light" ? "Light" : "Dark"}</figcaption>
            <div data-scheme={theme} className="rounded-lg border border-line bg-paper p-4 text-ink">
              <SharePage brand={brand} />
            </div>
          </figure>
        ))}
      </div>
    </Section>
  );
}

/** Nothing in it can be used: it only shows colors. */
function SharePage({ brand }: { brand: Brand }) {
  const { name, color, helpUrl, poweredBy } = brand;
  return (
    <BrandColors color={color} className="grid gap-3">
      <BrandMark brand={brand} />
      <p className="font-semibold text-lg [overflow-wrap:anywhere]">{name} asks you to connect shop.example.com</p>
      <span className="control inline-flex items-center justify-self-start rounded-lg bg-accent px-4 font-medium text-on-accent">
        Check now
      </span>
      <p className="flex flex-wrap justify-between gap-2 border-line border-t pt-3 text-ink-soft text-sm">
        {helpUrl !== null && (
          <span className="font-medium text-accent underline underline-offset-4 [overflow-wrap:anywhere]">
            Get help from {name}
          </span>
        )}
        {poweredBy && <span>Powered by Latchkey</span>}
      </p>
    </BrandColors>
  );
}
