import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { notByDns } from "@/e2e/failure-zoo/not-by-dns";
import { runZoo, type ZooResult } from "@/e2e/failure-zoo/run-zoo";
import { zoo } from "@/e2e/failure-zoo/zoo";
import type { ZooCase } from "@/e2e/failure-zoo/zoo-case";
import {
  falseAlarms,
  figuresOf,
  isRecognised,
  readTable,
  recordText,
  rowOf,
  tableOf,
  unexpected,
} from "@/e2e/failure-zoo/zoo-report";
import { findingCodes } from "@/lib/diagnosis/evidence/finding";
import { timeLimit } from "@/scripts/time-limit.mjs";

describe("the zoo", () => {
  it("has at least 200 cases, each with a unique name that fits into a DNS label", () => {
    const names = zoo.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(200);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(`${name}-fixed`).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
  });

  it("expects every finding somewhere, except those that no zone can provoke", () => {
    const provoked = new Set<string>(zoo.flatMap(({ expected }) => [expected.first, ...(expected.also ?? [])]));
    expect(findingCodes.filter((code) => !provoked.has(code)).sort()).toEqual(Object.keys(notByDns).sort());
  });

  it("has the same cases and expectations as docs/failure-zoo.md", () => {
    const docs = readFileSync(new URL("../../docs/failure-zoo.md", import.meta.url), "utf8");
    expect(readTable(docs)).toEqual(zoo.map(rowOf));
  });
});

describe("diagnosing the zoo", () => {
  let results: ZooResult[];

  beforeAll(async () => {
    results = await runZoo(zoo);
    console.info(tableOf(results));
  }, timeLimit(300_000));

  it("recognises at least 95 % of the blocking causes", () => {
    const missed = results.filter((result) => !isRecognised(result)).map(({ zooCase }) => zooCase.name);
    expect(figuresOf(results).recall, `missed: ${missed.join(", ")}`).toBeGreaterThanOrEqual(0.95);
  });

  it("reports an unexpected finding for at most 3 % of the broken zones", () => {
    const off = results.filter((result) => unexpected(result).length > 0).map(({ zooCase }) => zooCase.name);
    expect(figuresOf(results).unexpected, `unexpected: ${off.join(", ")}`).toBeLessThanOrEqual(0.03);
  });

  it("raises a false alarm for at most 1 % of the fixed zones", () => {
    const blamed = results.filter((result) => falseAlarms(result).length > 0).map(({ zooCase }) => zooCase.name);
    expect(figuresOf(results).falseAlarms, `blamed: ${blamed.join(", ")}`).toBeLessThanOrEqual(0.01);
  });

  it("takes the fixed zones live, and no zone with a blocking cause", () => {
    const states = (isBroken: boolean) =>
      results.map(({ zooCase, broken, fixed }) => [
        zooCase.name,
        (isBroken ? broken : fixed).evidence.connection?.state,
      ]);
    expect(states(false).filter(([, state]) => state !== "live")).toEqual([]);
    const isLive = ({ severity, live }: ZooCase["expected"]) => severity !== undefined || live === true;
    const blocking = new Set(zoo.filter(({ expected }) => !isLive(expected)).map(({ name }) => name));
    expect(states(true).filter(([name = "", state]) => blocking.has(name) && state === "live")).toEqual([]);
  });

  it("takes names live that reach our edge through a proxy, and does not report them as drifted", () => {
    const forwarded = results.filter(({ zooCase }) => zooCase.broken.isForwarded);
    expect(forwarded.length).toBeGreaterThanOrEqual(3);
    for (const { zooCase, broken } of forwarded) {
      expect([zooCase.name, broken.evidence.connection?.state]).toEqual([zooCase.name, "live"]);
    }
  });

  it("gives each finding the severity that the case expects", () => {
    const wrong = results.flatMap(({ zooCase: { name, expected }, broken }) => {
      const found = broken.findings.find(({ code }) => [expected.first, ...(expected.or ?? [])].includes(code));
      return found && found.severity !== (expected.severity ?? "blocking") ? [`${name}: ${found.severity}`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it("names the exact record to change, where the case says which", () => {
    const asked = results.filter(({ zooCase }) => zooCase.expected.record !== undefined);
    const texts = asked.map((result) => [result.zooCase.name, recordText(result)]);
    expect(texts).toEqual(asked.map(({ zooCase: { name, expected } }) => [name, expected.record]));
  });
});
