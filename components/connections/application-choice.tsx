"use client";

import { useQuery } from "@tanstack/react-query";
import { applicationChoicesQuery } from "@/components/queries/queries";
import { useEnvironment } from "@/components/session/environment";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";

const fewApplications = 12;

/** The application of new connections. `chosen` null: the newest one. */
export function useApplicationChoice(chosen: string | null) {
  const { data, error, isPending, refetch } = useQuery(applicationChoicesQuery(useEnvironment()));
  const applications = data ?? [];
  return {
    applications,
    applicationId: applications.find(({ id }) => id === chosen)?.id ?? applications[0]?.id ?? null,
    isPending,
    error: data === undefined ? error : null,
    retry: refetch,
  };
}

export function ApplicationField({
  choice,
  onChoose,
  disabled = false,
}: {
  choice: ReturnType<typeof useApplicationChoice>;
  onChoose: (id: string) => void;
  disabled?: boolean;
}) {
  const { applications, applicationId, isPending, error } = choice;
  const environment = applications.find(({ id }) => id === applicationId)?.environment;
  const options = applications.map(({ id, name }) => ({ value: id, label: name }));
  const isNone = !isPending && error === null && applications.length === 0;
  const problem = error?.message ?? (isNone ? "You have no applications yet." : null);
  return (
    <Field
      label="Application"
      error={problem}
      hint={
        isNone ? (
          <Link href="/applications" className="font-medium text-accent underline underline-offset-4">
            Create an application
          </Link>
        ) : environment === "test" ? (
          "Test applications do not count toward your plan."
        ) : (
          "The domain uses its records and upstream."
        )
      }
    >
      {isPending ? (
        <Skeleton className="control w-full" />
      ) : options.length > fewApplications ? (
        <Combobox options={options} value={applicationId} onValueChange={onChoose} disabled={disabled} />
      ) : (
        <Select
          options={options}
          value={applicationId ?? ""}
          placeholder={applicationId === null ? "No application" : undefined}
          onValueChange={onChoose}
          disabled={disabled || options.length === 0}
        />
      )}
    </Field>
  );
}
