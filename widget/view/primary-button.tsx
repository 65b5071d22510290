/** @jsxImportSource preact */
import { Icon, Spinner } from "@/widget/view/icon";

/** What goes on. Busy, it keeps the focus and does nothing. */
export function PrimaryButton(props: {
  text: string;
  /** What is under way; null: nothing. */
  busy?: string | null;
  icon?: "open";
  /** The id of the form that it submits. */
  form?: string;
  isQuiet?: boolean;
  onClick?: () => void;
}) {
  const { text, busy = null, icon, form, isQuiet = false, onClick } = props;
  return (
    <button
      type={form === undefined ? "button" : "submit"}
      form={form}
      class={`btn ${isQuiet ? "" : "primary"}`}
      aria-disabled={busy !== null}
      onClick={(event) => {
        if (busy !== null) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy !== null && <Spinner />}
      {busy ?? text}
      {busy === null && icon !== undefined && <Icon name={icon} />}
    </button>
  );
}
