"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, Upload } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  languageOptions,
  looks,
  openOptions,
  type PlaygroundSettings,
} from "@/components/sandbox/widget/playground-settings";
import { publishRequested } from "@/components/sandbox/widget/publish-requested";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { createTokenCall } from "@/lib/api/calls/create-token";
import { listApplicationsCall } from "@/lib/api/calls/list-applications";
import { fetchJson, request } from "@/lib/api/client";
import { looseFields, looseText } from "@/lib/kernel/read-loose";

const maxEvents = 200;

type ShownEvent = { number: number; name: string; detail: unknown };

const schemes = [
  { value: "auto", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;
const placeOptions = [
  { value: "dialog", label: "Over the page" },
  { value: "page", label: "In the page" },
] as const;
const lookOptions = Object.entries(looks).map(([value, { label }]) => ({
  value: value as PlaygroundSettings["look"],
  label,
}));

/** The widget on a sample page of a customer, beside the events that it emits. `example`: a hostname that is free. */
export function WidgetPlayground({ example }: { example: string }) {
  const [settings, setSettings] = useState<PlaygroundSettings>({
    domain: example,
    language: "en",
    colorScheme: "auto",
    look: "own",
    place: "dialog",
    forceManual: false,
    isExpired: false,
  });
  const [events, setEvents] = useState<ShownEvent[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const set = (part: Partial<PlaygroundSettings>) => setSettings((before) => ({ ...before, ...part }));
  const options = JSON.stringify(openOptions(settings));

  function send(message: object) {
    frame.current?.contentWindow?.postMessage(message, location.origin);
  }

  function sendSettings() {
    send({ kind: "settings", settings: JSON.parse(options) });
  }

  async function answerToken() {
    setProblem(null);
    try {
      const token = settings.isExpired ? await expiredToken() : await newToken();
      // The one that the widget asks for next works: it goes on where it was.
      set({ isExpired: false });
      send({ kind: "token", token });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      send({ kind: "token", token: null });
    }
  }

  function take(event: MessageEvent) {
    if (event.source !== frame.current?.contentWindow || event.origin !== location.origin) return;
    // The sample page is ours, but everything that arrives by `postMessage` is checked.
    const { kind, name, detail } = looseFields(event.data);
    if (kind === "ready") sendSettings();
    if (kind === "token_wanted") void answerToken();
    if (kind !== "event" || typeof name !== "string") return;
    setEvents((before) => [{ number: (before[0]?.number ?? 0) + 1, name, detail }, ...before].slice(0, maxEvents));
  }

  const takeNow = useRef(take);
  useEffect(() => {
    takeNow.current = take;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is sent is `options`
  useEffect(sendSettings, [options]);
  useEffect(() => {
    const listen = (event: MessageEvent) => takeNow.current(event);
    window.addEventListener("message", listen);
    return () => window.removeEventListener("message", listen);
  }, []);

  return (
    <div className="grid gap-6">
      <PageHeader
        title="Widget"
        description={
          <>
            What your customers see in your product. The page on the left is a sample: it loads the script, and opens
            the widget with a token.{" "}
            <Link href="/docs/widget" className="font-medium text-accent underline underline-offset-4">
              How to put it into yours
            </Link>
          </>
        }
      />
      <Section title="Settings" padded>
        <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-3">
          <Field label="Domain to begin with" hint="Empty: the widget asks for it.">
            <TextInput
              mono
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              value={settings.domain}
              onChange={(event) => set({ domain: event.target.value })}
            />
          </Field>
          <Field label="Language">
            <Select
              options={languageOptions}
              value={settings.language}
              onValueChange={(language) => set({ language })}
            />
          </Field>
          <Field label="Colors">
            <Select
              options={schemes}
              value={settings.colorScheme}
              onValueChange={(colorScheme) => set({ colorScheme })}
            />
          </Field>
          <Field label="Theme">
            <Select options={lookOptions} value={settings.look} onValueChange={(look) => set({ look })} />
          </Field>
          <Field label="Place">
            <Select options={placeOptions} value={settings.place} onValueChange={(place) => set({ place })} />
          </Field>
          <div>
            <Checkbox
              label="By hand only"
              checked={settings.forceManual}
              onChange={(event) => set({ forceManual: event.target.checked })}
            />
            <Checkbox
              label="The next token has expired"
              checked={settings.isExpired}
              onChange={(event) => set({ isExpired: event.target.checked })}
            />
          </div>
        </div>
      </Section>
      {problem !== null && (
        <Notice tone="bad" icon={CircleAlert}>
          <p role="alert">There is no token: {problem}</p>
          <Link href="/applications" className="font-medium text-accent underline underline-offset-4">
            Applications
          </Link>
        </Notice>
      )}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <iframe
          ref={frame}
          title="Sample page of a customer"
          src="/sandbox/shop"
          className="h-[46rem] w-full rounded-xl border border-line bg-card"
        />
        <Events events={events} onClear={() => setEvents([])} />
      </div>
    </div>
  );
}

function Events({ events, onClear }: { events: readonly ShownEvent[]; onClear: () => void }) {
  const domain = events.flatMap(({ detail }) => looseText(looseFields(detail).domain) ?? [])[0] ?? null;
  const hasForbidden = events.some(({ name, detail }) => name === "onError" && isForbidden(detail));
  return (
    <Section title="Events" aside={<PublishRequested hostname={domain} />}>
      {hasForbidden && (
        <p className="border-line border-b px-5 py-3 text-ink-soft">
          If the application does not allow this page, add its origin to the application’s allowed origins.
        </p>
      )}
      {events.length === 0 ? (
        <p className="p-5 text-ink-soft">None yet. Click “Connect a domain” in the sample page.</p>
      ) : (
        <>
          <ol
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
            tabIndex={0}
            aria-label="Events, the newest first"
            className="max-h-[36rem] divide-y divide-line overflow-y-auto"
          >
            {events.map(({ number, name, detail }) => (
              <li key={number} className="grid gap-1 px-5 py-2.5">
                <span className="font-medium">
                  <span className="mr-2 text-ink-soft text-sm tabular-nums">{number}</span>
                  {name}
                </span>
                {detail !== null && (
                  <code className="whitespace-pre-wrap font-mono text-[13px] text-ink-soft [overflow-wrap:anywhere]">
                    {JSON.stringify(detail, null, 1)}
                  </code>
                )}
              </li>
            ))}
          </ol>
          <p className="border-line border-t px-5 py-2">
            <Button variant="quiet" size="small" onClick={onClear}>
              Clear the list
            </Button>
          </p>
        </>
      )}
    </Section>
  );
}

/** Does what the owner of the domain would do at the DNS provider. */
function PublishRequested({ hostname }: { hostname: string | null }) {
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: publishRequested,
    onSuccess: () => client.invalidateQueries({ queryKey: ["sandbox"] }),
  });
  const text =
    publish.data === undefined
      ? ""
      : publish.data === null
        ? "Nothing to publish yet: no records are asked for."
        : `Published ${publish.data} records.`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p role="status" className={publish.isError ? "text-bad text-sm" : "text-ink-soft text-sm"}>
        {publish.isError ? publish.error.message : text}
      </p>
      <Button
        variant="plain"
        size="small"
        busy={publish.isPending}
        disabled={hostname === null}
        onClick={() => hostname && publish.mutate(hostname)}
      >
        <Upload aria-hidden className="size-4 shrink-0" />
        Publish the records
      </Button>
    </div>
  );
}

function isForbidden(detail: unknown): boolean {
  return looseFields(detail).code === "forbidden";
}

/** Of the test applications, one that lets this page open the widget. @throws ApiError; Error where there is none */
async function findApplication(): Promise<string> {
  const { data } = await request(listApplicationsCall, { environment: "test", limit: 100 });
  const found = data.find(({ allowedOrigins }) => allowedOrigins.includes(location.origin));
  if (!found) throw new Error(`No test application allows pages of ${location.origin}: add it to its allowed origins.`);
  return found.id;
}

/** @throws ApiError */
async function newToken(): Promise<string> {
  const applicationId = await findApplication();
  return (await request(createTokenCall, { applicationId })).authToken;
}

/** @throws ApiError */
async function expiredToken(): Promise<string> {
  const answer = await fetchJson("/sandbox/expired-token", { method: "GET" });
  return (answer as { auth_token: string }).auth_token;
}
