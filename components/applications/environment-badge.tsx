import { FlaskConical, Radio } from "lucide-react";
import { Badge } from "@/components/ui/badge";

export type Environment = "test" | "live";

export const environmentTexts: Record<Environment, string> = {
  test: "For development. Keys start with sk_test_ and cannot access live data.",
  live: "For your customers. Keys start with sk_live_ and cannot access test data.",
};

export const environmentLabels: Record<Environment, string> = { test: "Test", live: "Live" };

export function EnvironmentBadge({ environment }: { environment: Environment }) {
  return environment === "live" ? (
    <Badge tone="good" icon={Radio}>
      Live
    </Badge>
  ) : (
    <Badge tone="quiet" icon={FlaskConical}>
      Test
    </Badge>
  );
}
