import { FlaskConical, Radio } from "lucide-react";
import { Badge } from "@/components/ui/badge";

export type Environment = "test" | "live";

export const environmentTexts: Record<Environment, string> = {
  test: "For building and trying. Keys begin with sk_test_ and reach nothing of live.",
  live: "For your customers. Keys begin with sk_live_ and reach nothing of test.",
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
