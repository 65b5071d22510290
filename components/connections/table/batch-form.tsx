"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextInput } from "@/components/ui/text-input";
import { useForm } from "@/components/ui/use-form";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";

export function BatchForm({ onChoose }: { onChoose: (batchId: string) => void }) {
  const form = useForm(({ batch_id = "" }) => {
    const batchId = batch_id.trim();
    if (batchId !== "") onChoose(batchId);
  });
  return (
    <Form
      form={form}
      className="grid gap-3"
      actions={
        <Button type="submit" writes={false} size="small" className="justify-self-end">
          Show this batch
        </Button>
      }
    >
      <Field label="Batch" hint="The batch_id of an import or of your API calls.">
        <TextInput
          name="batch_id"
          maxLength={listConnectionsCall.max?.batchId}
          mono
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
    </Form>
  );
}
