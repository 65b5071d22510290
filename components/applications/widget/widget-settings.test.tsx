// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applicationQuery } from "@/components/applications/queries";
import { ThemeForm } from "@/components/applications/widget/theme-form";
import { WidgetPreview } from "@/components/applications/widget/widget-preview";
import type { WidgetTheme } from "@/lib/accounts/applications/schema";
import { exampleApplication, exampleBranding } from "@/lib/api/endpoints/examples";
import { languages } from "@/lib/kernel/languages";
import { toWire } from "@/lib/kernel/wire";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }), usePathname: () => "/" }));
configure({ asyncUtilTimeout: 20_000 });
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const { brand } = exampleBranding;
const wire = (widget: Partial<WidgetTheme>) => {
  return toWire({ ...exampleApplication, widget: { ...exampleApplication.widget, ...widget } });
};

/** The form with what is stored, as the tab has it. */
function Stored({ onTheme }: { onTheme: (theme: WidgetTheme) => void }) {
  const { data } = useQuery(applicationQuery(exampleApplication.id));
  return data && <ThemeForm application={data} brand={brand} onTheme={onTheme} />;
}

describe("the look of the widget", () => {
  let shown: WidgetTheme;
  let sent: { widget: Record<string, unknown> }[];

  beforeEach(() => {
    sent = [];
    const fetch = vi.fn(async (_: string, init: RequestInit) => {
      const body = JSON.parse(String(init.body));
      sent.push(body);
      return Response.json({ ...(wire({}) as object), widget: body.widget });
    });
    vi.stubGlobal("fetch", fetch);
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
    client.setQueryData(applicationQuery(exampleApplication.id).queryKey, exampleApplication);
    render(
      <QueryClientProvider client={client}>
        <Stored
          onTheme={(theme) => {
            shown = theme;
          }}
        />
      </QueryClientProvider>,
    );
  });

  const accent = () => screen.getByRole("textbox", { name: /^Accent\b(?! on)/ });
  const saveButton = () => screen.getByRole("button", { name: /^Sav/ });

  it("is saved as it was chosen, and the preview has it before that", async () => {
    const user = userEvent.setup();
    expect(saveButton()).toHaveProperty("disabled", true);
    await user.type(accent(), "#1F4FD8");
    await user.click(screen.getByRole("radio", { name: "Large" }));
    await user.click(screen.getByRole("radio", { name: "Compact" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Font" }), "serif");
    await user.click(screen.getByRole("checkbox", { name: /logo/ }));
    const chosen = { accent: "#1f4fd8", radius: "large", density: "compact", font: "serif", showLogo: false };
    expect(shown).toEqual({ ...exampleApplication.widget, ...chosen });
    expect(sent).toEqual([]);
    await user.click(saveButton());
    await waitFor(() => expect(sent).toEqual([{ widget: toWire({ ...exampleApplication.widget, ...chosen }) }]));
    await waitFor(() => expect(saveButton()).toHaveProperty("disabled", true));
  });

  it("keeps the last color in the preview that is one, and sends nothing that is none", async () => {
    const user = userEvent.setup();
    await user.type(accent(), "#1f4f");
    expect(shown.accent).toBeNull();
    await user.click(saveButton());
    expect(await screen.findByText("A color as #rrggbb, such as #1f4fd8.")).toBeTruthy();
    expect([sent, accent().getAttribute("aria-invalid"), document.activeElement]).toEqual([[], "true", accent()]);
    await user.type(accent(), "d8");
    expect(accent().getAttribute("aria-invalid")).toBeNull();
    expect(shown.accent).toBe("#1f4fd8");
  });

  it("says beside the field what cannot be seen well, and saves it all the same", async () => {
    const user = userEvent.setup();
    const hint = () => {
      const ids = accent().getAttribute("aria-describedby")?.split(" ") ?? [];
      return ids.map((id) => document.getElementById(id)?.textContent).join(" ");
    };
    expect(hint()).toContain(`your brand's color, ${brand.color}`);
    fireEvent.input(screen.getByLabelText("Pick: Accent"), { target: { value: "#ffff00" } });
    expect(hint()).toContain("On light, links, texts of buttons and buttons in #ffff00 are hard to see");
    await user.click(saveButton());
    await waitFor(() => expect(sent[0]?.widget.accent).toBe("#ffff00"));
  });
});

describe("the preview", () => {
  const theme = exampleApplication.widget;

  function openPreview() {
    const update = vi.fn();
    const unmount = vi.fn();
    const mount = vi.fn((_: HTMLElement, _options: unknown) => ({ update, unmount }));
    const load = async () => mount;
    const { rerender, container } = render(<WidgetPreview theme={theme} brand={brand} load={load} />);
    return { update, unmount, mount, load, rerender, container };
  }

  it("shows the widget as it is chosen, and the step and language that one selects", async () => {
    const { mount, update, load, rerender } = openPreview();
    await waitFor(() => expect(mount).toHaveBeenCalledTimes(1));
    const first = { theme, brand, colorScheme: "auto", language: "en", example: "domain" };
    expect(mount).toHaveBeenCalledWith(expect.any(HTMLElement), first);
    const user = userEvent.setup();
    await user.selectOptions(screen.getByRole("combobox", { name: "Step" }), "success");
    expect(update).toHaveBeenLastCalledWith({ ...first, example: "success" });
    await user.selectOptions(screen.getByRole("combobox", { name: "Language" }), "العربية");
    expect(update).toHaveBeenLastCalledWith({ ...first, example: "success", language: "ar" });
    const dark = { ...theme, colorScheme: "dark" as const };
    rerender(<WidgetPreview theme={dark} brand={brand} load={load} />);
    expect(update.mock.lastCall?.[0]).toMatchObject({ theme: dark, colorScheme: "dark", example: "success" });
    expect(mount).toHaveBeenCalledTimes(1);
  });

  it("offers every language of the widget", () => {
    openPreview();
    const options = within(screen.getByRole("combobox", { name: "Language" })).getAllByRole("option");
    expect(options.map((option) => option.getAttribute("value"))).toEqual([...languages]);
  });

  it("is taken away with the page, also where the page goes before it is loaded", async () => {
    const { mount, unmount, container } = openPreview();
    await waitFor(() => expect(mount).toHaveBeenCalledTimes(1));
    cleanup();
    expect(unmount).toHaveBeenCalledTimes(1);
    expect(container.isConnected).toBe(false);
    const late = openPreview();
    cleanup();
    await Promise.resolve();
    expect(late.mount).not.toHaveBeenCalled();
  });

  it("is there once, also where React mounts the page twice", async () => {
    const unmount = vi.fn();
    const mount = vi.fn(() => ({ update: vi.fn(), unmount }));
    const load = async () => mount;
    render(<WidgetPreview theme={theme} brand={brand} load={load} />, { wrapper: StrictMode });
    await waitFor(() => expect(mount).toHaveBeenCalled());
    await waitFor(() => expect(mount.mock.calls.length - unmount.mock.calls.length).toBe(1));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says so where it cannot be loaded", async () => {
    render(<WidgetPreview theme={theme} brand={brand} load={() => Promise.reject(new Error("offline"))} />);
    expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
  });
});
