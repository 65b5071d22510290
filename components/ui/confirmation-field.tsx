import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { FieldErrors, type useForm } from "@/components/ui/use-form";

/** A word to type before something that cannot be undone. Its value is `confirmation`. */
export function ConfirmationField({
  word,
  form: { errorAt, clear },
}: {
  word: string;
  form: Pick<ReturnType<typeof useForm>, "errorAt" | "clear">;
}) {
  return (
    <Field
      label={
        <>
          Type <span className="select-all font-mono">{word}</span> to confirm
        </>
      }
      error={errorAt("confirmation")}
    >
      <TextInput
        mono
        name="confirmation"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={() => clear()}
      />
    </Field>
  );
}

/** `word` undefined: nothing has to be typed. @throws FieldErrors */
export function assertConfirmed(typed: string, word: string | undefined): void {
  if (word === undefined || typed.trim() === word) return;
  throw new FieldErrors({ confirmation: "This does not match. Check the spelling." });
}
