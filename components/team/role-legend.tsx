import { roleTexts } from "@/components/team/role-texts";
import { Section } from "@/components/ui/section";

export function RoleLegend() {
  return (
    <Section padded title="What the roles may do">
      <dl className="grid gap-3 sm:grid-cols-3">
        {Object.entries(roleTexts).map(([role, { label, text }]) => (
          <div key={role}>
            <dt className="font-medium">{label}</dt>
            <dd className="text-ink-soft text-sm">{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
