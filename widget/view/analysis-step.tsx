/** @jsxImportSource preact */
import type { DomainCheck } from "@/lib/connections/domains/schema";
import { Icon } from "@/widget/view/icon";
import { Problem } from "@/widget/view/problem";
import { Skeleton } from "@/widget/view/skeleton";
import { Title } from "@/widget/view/title";
import type { ViewContext } from "@/widget/view/view-context";

/** What is published for the domain now: what is in the way comes first. */
export function AnalysisStep({ view }: { view: ViewContext }) {
  const { state, texts, say, dispatch } = view;
  const { check, problem, busy } = state;
  if (check === null || busy === "checking") {
    return (
      <>
        <Title view={view} text={say(problem === null ? texts.analysis.busyTitle : texts.domain.title)}>
          {problem === null && <p>{texts.analysis.busyText}</p>}
        </Title>
        {problem === null ? (
          <Skeleton rows={3} />
        ) : (
          <Problem view={view} problem={problem} onRetry={() => dispatch({ type: "retried" })} />
        )}
      </>
    );
  }
  return (
    <>
      <Title view={view} text={say(texts.analysis.title)}>
        <p>{say(check.provider === null ? texts.analysis.managedUnknown : texts.analysis.managedAt)}</p>
      </Title>
      {problem !== null && <Problem view={view} problem={problem} onRetry={() => dispatch({ type: "retried" })} />}
      <Findings view={view} check={check} />
    </>
  );
}

function Findings({ view, check }: { view: ViewContext; check: DomainCheck }) {
  const { texts, say } = view;
  const { connectable, zone, conflicts, caa, presentRecords, wwwRedirectRecommended, registrableDomain, kind } = check;
  if (connectable.reason !== null) {
    const { title, text } = connectable.reason === "own_connection" ? texts.analysis.own : texts.analysis.contest;
    return (
      <section class={`note ${connectable.reason === "own_connection" ? "good" : "waiting"}`}>
        <Icon name={connectable.reason === "own_connection" ? "check" : "alert"} />
        <div>
          <h3>{say(title)}</h3>
          <p>{text}</p>
        </div>
      </section>
    );
  }
  const others = presentRecords.filter(
    ({ type, value }) => !conflicts.some((one) => one.type === type && one.value === value),
  );
  return (
    <>
      {zone.status !== "ok" && (
        <section class="note waiting">
          <Icon name="alert" />
          <p>{texts.analysis.zone[zone.status]}</p>
        </section>
      )}
      {conflicts.length > 0 && (
        <section class="note waiting">
          <Icon name="alert" />
          <div>
            <h3>{say(texts.analysis.conflicts, { count: conflicts.length })}</h3>
            <Records records={conflicts} />
            <p>{texts.analysis.conflictsText}</p>
          </div>
        </section>
      )}
      {caa.verdict === "forbidden" && (
        <section class="note waiting">
          <Icon name="alert" />
          <div>
            <h3>{texts.analysis.caa.title}</h3>
            <p>{texts.analysis.caa.text}</p>
          </div>
        </section>
      )}
      {others.length > 0 ? (
        <section class="card">
          <h3>{texts.analysis.present}</h3>
          <Records records={others} wildcard={texts.analysis.wildcard} />
        </section>
      ) : (
        conflicts.length === 0 &&
        zone.status !== "nxdomain" && (
          <section class="note good">
            <Icon name="check" />
            <p>{texts.analysis.nothingPresent}</p>
          </section>
        )
      )}
      {wwwRedirectRecommended && kind === "apex" && (
        <p class="soft small">{say(texts.analysis.www, { domain: `www.${registrableDomain}` })}</p>
      )}
    </>
  );
}

type Shown = { host: string; type: string; value: string; wildcard?: boolean };

function Records({ records, wildcard }: { records: readonly Shown[]; wildcard?: string }) {
  return (
    <ul class="records">
      {records.map((record) => (
        <li key={`${record.type} ${record.host} ${record.value}`}>
          <span class="type">{record.type}</span>
          <code dir="ltr">{record.value}</code>
          {record.wildcard === true && <span class="soft small">{wildcard}</span>}
        </li>
      ))}
    </ul>
  );
}
