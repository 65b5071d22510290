/** @jsxImportSource preact */
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { Icon } from "@/widget/view/icon";
import type { ViewContext } from "@/widget/view/view-context";

/** Where the DNS of the zone is edited, in the words of the provider's own pages. */
export function ProviderFormGuide({ view, setUp }: { view: ViewContext; setUp: SetUpResource }) {
  const { texts, say } = view;
  const { records } = texts;
  const { provider, zone } = setUp;
  if (provider === null) return <p class="card">{say(records.whereUnknown)}</p>;
  const { form, notes } = provider;
  return (
    <section class="card where">
      <div class="where-head">
        <h3>{say(records.whereTitle)}</h3>
        <a class="btn" href={inZone(provider.dnsPageUrl, encodeURIComponent(zone))} target="_blank" rel="noreferrer">
          {say(records.open)}
          <Icon name="open" />
          <span class="sr">({texts.common.newTab})</span>
        </a>
      </div>
      {form === null ? (
        <p>{notes ?? say(records.whereUnknown)}</p>
      ) : (
        <>
          <ol class="clicks">
            <li>{say(records.whereSignIn)}</li>
            {form.path.length > 0 && (
              <li>{say(records.wherePath, { path: form.path.map((part) => inZone(part, zone)).join(" › ") })}</li>
            )}
            {form.addButton !== "" && <li>{say(records.whereAdd, { button: form.addButton })}</li>}
            <li>{say(records.whereSave, { button: form.saveButton })}</li>
          </ol>
          {form.hints.length > 0 && (
            <ul class="hints">
              {form.hints.map((hint) => (
                <li key={hint}>{say(records.hints[hint])}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function inZone(text: string, zone: string): string {
  return text.replaceAll("{domain}", zone);
}
