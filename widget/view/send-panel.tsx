/** @jsxImportSource preact */
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { CopyButton } from "@/widget/view/copy-button";
import { Icon, Spinner } from "@/widget/view/icon";
import { Problem } from "@/widget/view/problem";
import type { QrCodeProps } from "@/widget/view/qr-code";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

/** Whoever has no access to the DNS passes the records on: by mail, as a link, or as a QR code of it. */
export function SendPanel({ view }: { view: ViewContext }) {
  const { state, texts, say } = view;
  const { send } = state;
  return (
    <>
      <Title view={view} text={texts.send.title}>
        <p>{say(texts.send.introduction)}</p>
      </Title>
      {send.problem !== null && <Problem view={view} problem={send.problem} />}
      {state.mode === "token" && <MailForm view={view} />}
      <Link view={view} />
    </>
  );
}

function MailForm({ view }: { view: ViewContext }) {
  const { state, texts, say, dispatch } = view;
  const { send } = state;
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      class="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem("to");
        const wrong = !(field instanceof HTMLInputElement) || to.trim() === "" || !field.validity.valid;
        setWrong(wrong);
        if (wrong && field instanceof HTMLInputElement) field.focus();
        else if (send.busy === null) dispatch({ type: "mail_wanted", to: to.trim(), note: note.trim() });
      }}
    >
      <label class="field">
        <span class="label">{texts.send.mail}</span>
        <input
          type="email"
          name="to"
          dir="ltr"
          autoComplete="off"
          spellcheck={false}
          value={to}
          aria-invalid={isWrong}
          aria-describedby="lk-mail-help"
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <p id="lk-mail-help" class={`help${isWrong ? " wrong" : ""}`}>
        {isWrong && texts.send.mailWrong}
      </p>
      <label class="field">
        <span class="label">
          {texts.send.note} <span class="soft">({texts.common.optional})</span>
        </span>
        <textarea rows={2} maxLength={1_000} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <div class="actions">
        <button type="submit" class="btn strong" aria-disabled={send.busy !== null}>
          {send.busy === "mail" && <Spinner />}
          {send.busy === "mail" ? texts.send.mailBusy : texts.send.mailButton}
        </button>
        {send.mailedTo !== null && (
          <p class="status done">
            <Icon name="check" />
            <span>{say(texts.send.mailed, { email: send.mailedTo })}</span>
          </p>
        )}
      </div>
    </form>
  );
}

function Link({ view }: { view: ViewContext }) {
  const { state, texts, dispatch } = view;
  const { url, busy } = state.send;
  const [Qr, setQr] = useState<ComponentType<QrCodeProps> | null>(null);
  return (
    <section class="card">
      <h3>{texts.send.linkTitle}</h3>
      <p class="soft">{texts.send.linkText}</p>
      {url === null ? (
        <button
          type="button"
          class="btn"
          aria-disabled={busy !== null}
          onClick={() => busy === null && dispatch({ type: "link_wanted" })}
        >
          {busy === "link" && <Spinner />}
          {busy === "link" ? texts.send.linkBusy : texts.send.linkButton}
        </button>
      ) : (
        <>
          <div class="value">
            <code dir="ltr">{url}</code>
            <CopyButton view={view} value={url} what={texts.send.link} label={texts.send.copyLink} />
          </div>
          {Qr === null ? (
            <button type="button" class="btn" onClick={() => void loadQr().then((found) => setQr(() => found))}>
              {texts.send.showQr}
            </button>
          ) : (
            <Qr text={url} label={texts.send.qr} />
          )}
        </>
      )}
    </section>
  );
}

/** A chunk of its own: few need it. */
async function loadQr(): Promise<ComponentType<QrCodeProps>> {
  const { QrCode } = await import("@/widget/view/qr-code");
  return QrCode;
}
