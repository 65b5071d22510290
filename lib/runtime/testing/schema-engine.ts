import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const schemaPath = "prisma/schema.prisma";

/** The SQL that migrates the database behind `adapter` to `prisma/schema.prisma`, or "" if they agree. */
export async function diffDatabaseFromSchema(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string> {
  engineLoaded ??= loadEngine();
  await engineLoaded;
  const content = readFileSync(schemaPath, "utf8");
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[schemaPath, content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  const { stdout } = await engine.diff({
    from: { tag: "schemaDatasource", configDir: ".", files: [{ path: schemaPath, content }] },
    to: { tag: "schemaDatamodel", files: [{ path: schemaPath, content }] },
    script: true,
    exitCode: true,
    filters: { externalTables: ["public._prisma_migrations"], externalEnums: [] },
  });
  engine.free();
  return stdout?.trim() === "-- This is an empty migration." ? "" : (stdout ?? "");
}

// The bindings hold views of one instance's memory, so a second instance would read the first one's.
let engineLoaded: Promise<void> | null = null;

/** Prisma's engine as WebAssembly. The native one is downloaded at install time, which many networks block. */
async function loadEngine(): Promise<void> {
  const require = createRequire(import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const { instance } = await WebAssembly.instantiate(readFileSync(require.resolve("./schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
