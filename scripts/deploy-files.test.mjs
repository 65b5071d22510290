import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { getToolPath } from "@/e2e/support/tool-path";
import { environmentNames } from "@/lib/kernel/env";
import { root } from "./prepare.mjs";

// The files of deploy/ that no container can run here: they are valid to the linters, and what they name is real.
const folder = join(root, "deploy");
const python = getToolPath("deploy-linters");
const read = (path) => readFileSync(join(folder, path), "utf8");
const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
const caddyfile = readFileSync(join(root, "Caddyfile"), "utf8");

function run(command, args, options) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", cwd: root, ...options });
  return { status, text: stdout + stderr };
}

/** All documents of a YAML file, with its anchors and merges resolved. */
function parse(path) {
  const program = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))";
  const { stdout, stderr, status } = spawnSync(python, ["-c", program], { input: read(path), encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const manifests = readdirSync(join(folder, "kubernetes"))
  .filter((name) => name !== "kustomization.yaml")
  .map((name) => `kubernetes/${name}`);
const objects = manifests.flatMap(parse);
const pods = objects.flatMap(({ spec, metadata }) => (spec?.template ? [[metadata.name, spec.template.spec]] : []));
const [compose] = parse("compose.yaml");
const services = Object.entries(compose.services);
/** Of other people's images, and what compose itself puts into the file. */
const ownToCompose = ["POSTGRES_PASSWORD", "PUBLIC_ADDRESS_1", "PUBLIC_ADDRESS_2"];

describe("linters", () => {
  it("the Dockerfile has nothing that hadolint objects to", () => {
    expect(run(join(dirname(python), "hadolint"), ["deploy/Dockerfile"])).toEqual({ status: 0, text: "" });
  });

  it("the compose file is of the published schema", () => {
    const args = ["-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml"];
    expect(run(python, args)).toMatchObject({ status: 0 });
  });

  it.each(manifests)("%s is of the published schemas, without a field that they do not have", (path) => {
    expect(run(python, ["-m", "kubernetes_validate", "--strict", join("deploy", path)])).toMatchObject({ status: 0 });
  });

  it.each([
    ["-m check_jsonschema --builtin-schema vendor.compose-spec", "services: { a: { imag: x } }"],
    ["-m kubernetes_validate --strict", "apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { port: [] }\n"],
  ])("%s fails for a field that is misspelt", (args, text) => {
    expect(run(python, [...args.split(" "), "/dev/stdin"], { input: text }).status).not.toBe(0);
  });
});

it("kustomization.yaml names every manifest, and the two images", () => {
  const [kustomization] = parse("kubernetes/kustomization.yaml");
  expect(kustomization.resources.map((name) => `kubernetes/${name}`).sort()).toEqual(manifests.sort());
  const images = new Set(pods.flatMap(([, { containers }]) => containers.map(({ image }) => image)));
  expect(kustomization.images.map(({ name }) => name).sort()).toEqual([...images].sort());
});

describe("what is named is real", () => {
  const dockerfile = read("Dockerfile");
  const inDockerfile = [...dockerfile.matchAll(/^ENV (.*)$/gm)].flatMap(([, line]) =>
    line.split(" ").map((item) => item.split("=")[0]),
  );
  const inExample = [...read("compose.env.example").matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  const inCompose = services.flatMap(([name, { environment }]) =>
    name === "postgres" ? [] : Object.keys(environment ?? {}),
  );
  const inPods = pods.flatMap(([, { containers }]) =>
    containers.flatMap(({ env }) => env.map(({ name }) => name).filter((name) => name !== "POD_IP")),
  );
  const inSettings = objects.filter(({ kind }) => kind === "ConfigMap").flatMap(({ data }) => Object.keys(data));
  const interpolated = [...read("compose.yaml").matchAll(/\$\{(\w+)/g)].map(([, name]) => name);

  it("every variable is one that the app reads", () => {
    const named = { inDockerfile, inExample, inCompose, inPods, inSettings };
    const known = [...environmentNames, "NEXT_TELEMETRY_DISABLED", ...ownToCompose];
    for (const [where, names] of Object.entries(named)) {
      expect(names.length, where).toBeGreaterThan(0);
      expect(
        names.filter((name) => !known.includes(name)),
        where,
      ).toEqual([]);
    }
    expect(interpolated.filter((name) => !inExample.includes(name))).toEqual([]);
  });

  it("every command starts a script of package.json, which is in the image", () => {
    const commands = [
      ...[...dockerfile.matchAll(/^CMD (\[.*\])$/gm)].map(([, list]) => JSON.parse(list)),
      ...services.flatMap(([, { command }]) => (command ? [command] : [])),
      ...pods.flatMap(([, { containers }]) => containers.flatMap(({ command }) => (command ? [command] : []))),
    ];
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) expect(Object.values(scripts)).toContain(command.join(" "));
    for (const [, part] of dockerfile.matchAll(/npm run build -- (\w+)/g)) expect(["app", "edge"]).toContain(part);
    expect(scripts.build).toBe("node scripts/build.mjs");
    const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
    expect(ignored.filter((line) => /^(app|lib|scripts|prisma|docs|components|widget|deploy)\/?$/.test(line))).toEqual(
      [],
    );
  });

  it("every probe asks for what is answered there, on the port that the process listens on", () => {
    const probes = pods.flatMap(([name, { containers }]) =>
      containers.flatMap(({ startupProbe, livenessProbe, readinessProbe, ports }) =>
        [startupProbe, livenessProbe, readinessProbe].flatMap((probe) => {
          const { path, port } = probe?.httpGet ?? probe?.tcpSocket ?? {};
          const { containerPort } = ports?.find((one) => one.name === port) ?? {};
          return probe ? [[name, path ?? "", containerPort]] : [];
        }),
      ),
    );
    const inImage = [...dockerfile.matchAll(/fetch\('http:\/\/127\.0\.0\.1(?::(\d+))?(\/[^']*)'\)/g)];
    expect(new Set(probes.map(([name]) => name))).toEqual(new Set(["app", "edge", "worker"]));
    for (const [name, path, port] of probes) {
      expect(port).toBe({ app: 3000, edge: 80, worker: 3020 }[name]);
      expect(["", name === "edge" ? "/healthz/edge" : "/healthz/live"]).toContain(path);
    }
    expect(inImage.map(([, port, path]) => [port, path])).toEqual([
      ["3000", "/healthz/live"],
      [undefined, "/healthz/edge"],
    ]);
    expect(compose.services.worker.healthcheck.test.join(" ")).toContain("http://127.0.0.1:3020/healthz/live");
    expect(caddyfile).toContain("path /healthz/edge");
    expect(readFileSync(join(root, "lib/api/find-route.ts"), "utf8")).toContain('"/healthz/live": {');
  });

  it("every worker answers Prometheus, on the port of the example", () => {
    const [worker] = pods.find(([name]) => name === "worker")?.[1].containers ?? [];
    const ports = [
      worker.env.find(({ name }) => name === "METRICS_PORT")?.value,
      compose.services.worker.environment.METRICS_PORT,
      /METRICS_PORT=(\d+)/.exec(read("systemd/latchkey-worker.service"))?.[1],
    ];
    expect(ports).toEqual(Array(3).fill("3020"));
    const scraped = read("prometheus/prometheus.yaml").split("job_name: ");
    expect(scraped.find((job) => job.startsWith("latchkey-worker"))).toContain(':3020"]');
  });
});

describe("what runs has as few rights as it needs", () => {
  it.each(services.filter(([name]) => name !== "postgres"))("compose: %s", (name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], restart: "unless-stopped" });
    expect(service.security_opt).toContain("no-new-privileges:true");
    // Only the edges are reached from outside.
    expect(service.ports !== undefined).toBe(name.startsWith("edge-"));
  });

  it.each(pods)("Kubernetes: %s", (_name, pod) => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    for (const { securityContext, volumeMounts } of pod.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual(expect.arrayContaining(["/data", "/tmp"]));
    }
  });

  it("both edges have one storage of certificates, and each its own folder", () => {
    const edges = services.filter(([name]) => name.startsWith("edge-")).map(([, { volumes }]) => volumes);
    expect(edges.map(([, certificates]) => certificates)).toEqual(Array(2).fill("certificates:/certificates"));
    expect(new Set(edges.map(([data]) => data)).size).toBe(2);
  });

  it("nothing in the images, nor in the examples, is a secret", () => {
    const secrets = /^(?:\w*_(?:SECRET|TOKEN|KEY|PASSWORD))=(.+)$/gm;
    expect([...read("compose.env.example").matchAll(secrets)]).toEqual([]);
    expect([...read("Dockerfile").matchAll(/\b\w*(SECRET|TOKEN|PASSWORD)\w*/g)]).toEqual([]);
    expect(existsSync(join(folder, "compose.env"))).toBe(false);
  });
});
