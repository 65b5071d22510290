import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./prepare.mjs";

// The units that are shipped: each starts what package.json names, in a way that systemd understands.
const folder = join(root, "deploy/systemd");
const units = readdirSync(folder);
const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
const selfHosting = readFileSync(join(root, "docs/self-hosting.md"), "utf8");

const directives = {
  Unit: ["Description", "Documentation", "Wants", "After"],
  Service: [
    ...["User", "Group", "WorkingDirectory", "Environment", "EnvironmentFile", "ExecStart", "Restart", "RestartSec"],
    ...["RestartPreventExitStatus", "KillMode", "TimeoutStartSec", "TimeoutStopSec", "LimitNOFILE"],
    ...["AmbientCapabilities", "CapabilityBoundingSet", "StateDirectory", "StateDirectoryMode"],
    ...["NoNewPrivileges", "PrivateTmp", "ProtectSystem", "ProtectHome", "UMask", "ReadWritePaths"],
    ...["Type", "Nice", "IOSchedulingClass"],
  ],
  Timer: ["OnCalendar", "RandomizedDelaySec", "Persistent"],
  Install: ["WantedBy"],
};

/** @returns {[section: string, name: string, value: string][]} */
function parse(text) {
  let section = "";
  return text.split("\n").flatMap((line) => {
    if (line === "" || line.startsWith("#")) return [];
    const header = /^\[(\w+)\]$/.exec(line);
    if (header) {
      section = header[1];
      return [];
    }
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    return [[section, name ?? line, value ?? ""]];
  });
}

describe.each(units)("%s", (unit) => {
  const entries = parse(readFileSync(join(folder, unit), "utf8"));
  const setting = (name) => entries.find(([, other]) => other === name)?.[2];

  it("has directives that systemd knows", () => {
    expect(entries.filter(([section, name]) => !directives[section]?.includes(name))).toEqual([]);
  });

  it("starts a script of package.json or another unit, and is described for self-hosting", () => {
    const name = unit.replace(/^latchkey-|\.\w+$/g, "");
    const [program] = setting("ExecStart")?.split(" --") ?? [];
    if (unit.endsWith(".timer")) expect(units).toContain(`latchkey-${name}.service`);
    else expect(program).toBe(`/usr/bin/${scripts[name]}`);
    expect(selfHosting).toContain(unit);
  });

  it.runIf(setting("Restart") !== undefined)(
    "is stopped later than its processes need, and not started again where its environment is wrong",
    () => {
      expect(Number(setting("TimeoutStopSec"))).toBeGreaterThanOrEqual(15);
      if (unit !== "latchkey-edge.service") expect(setting("RestartPreventExitStatus")).toBe("78");
      // A supervisor that was killed leaves Caddy and the responder running for the next one.
      expect(setting("KillMode")).toBe(unit === "latchkey-edge.service" ? "process" : undefined);
    },
  );

  it.runIf(existsSync("/usr/bin/systemd-analyze") && existsSync("/usr/bin/node"))("is valid to systemd", () => {
    const { status, stdout, stderr } = spawnSync("systemd-analyze", ["verify", join(folder, unit)], {
      encoding: "utf8",
    });
    expect([status, stdout + stderr]).toEqual([0, ""]);
  });
});

it("there are units for the app, the worker and the edge, which start again by themselves, and for backups", () => {
  const parts = ["latchkey-app.service", "latchkey-edge.service", "latchkey-worker.service"];
  expect(units.sort()).toEqual([...parts, "latchkey-backup.service", "latchkey-backup.timer"].sort());
  for (const unit of parts) expect(readFileSync(join(folder, unit), "utf8")).toContain("\nRestart=always\n");
});
