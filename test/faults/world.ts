import type { LocalAws } from "../../src/local-aws/index.js";
import { addManual } from "../engine/sources.js";
import { home } from "../engine/world.js";
import { backups, sourceKey, sourceOf } from "./backups.js";
import { type Fault, making, type Stage, slow } from "./faults.js";
import { held, isOurs } from "./held.js";
import { allAccepted } from "./instants.js";

/**
 * Does something to all of our snapshots, and counts them, after AWS has been asked for all of them or before the
 * update begins.
 */
function meddling(
  title: string,
  when: "before" | "meanwhile",
  meddle: (aws: LocalAws) => number,
): Fault {
  return {
    title,
    stages: when === "before" ? ["update", "replace", "delete"] : making,
    destroys: when === "before",
    ...(when === "meanwhile" && { behaviour: slow, isUnheard: true }),
    strike: (scene) => {
      const { aws, clock } = scene;
      let hits = 0;
      if (when === "before") {
        hits = meddle(aws);
        return { hits: () => hits, end: () => {} };
      }
      clock.hold();
      return {
        hits: () => hits,
        meanwhile: async (up) => {
          if (await allAccepted(scene, up)) {
            hits = meddle(aws);
          }
          clock.release();
          return undefined;
        },
        end: () => clock.release(),
      };
    },
  };
}

const unfinished = /^(creating|copying)$/i;

function fail(aws: LocalAws): number {
  const pending = held(aws)
    .filter(isOurs)
    .filter(({ lifetime }) => unfinished.test(lifetime?.status ?? ""));
  for (const { name, lifetime } of pending) {
    lifetime?.end(name.startsWith("redshift") ? "FAILED" : "failed");
  }
  return pending.length;
}

/** Removes our snapshots that have such a status. */
function vanish(aws: LocalAws, status: RegExp): number {
  let vanished = 0;
  const { memorydb, rds, elasticache, redshiftserverless } = aws;
  for (const service of [
    memorydb,
    rds,
    elasticache.nodes,
    elasticache.serverless,
    redshiftserverless,
  ]) {
    for (const snapshot of service.snapshots(...home).filter(isOurs)) {
      if (status.test(snapshot.lifetime.status ?? "")) {
        service.vanish(...home, snapshot.name);
        vanished += 1;
      }
    }
  }
  return vanished;
}

function startDeleting(aws: LocalAws): number {
  const ours = held(aws).filter(isOurs);
  for (const { lifetime } of ours) {
    lifetime?.delete("deleting", 4);
  }
  return ours.length;
}

/** Takes the names that the program wants, as somebody else. */
function taken(): Fault {
  const version = (stage: Stage) => (stage === "replace" ? "2" : "1");
  return {
    title: "names that somebody else has",
    stages: making,
    strike: ({ aws, stage }) => {
      if (stage !== "create" && stage !== "replace") {
        return { end: () => {} };
      }
      const theirs = backups.filter(({ name }) => name.endsWith("-fixed"));
      const name = (backup: string) => `${backup}-v${version(stage)}`;
      for (const backup of theirs) {
        const source = sourceOf(backup.kind, backup.name).name;
        addManual(
          aws,
          home,
          backup.kind.name,
          sourceKey(backup.kind),
          source,
          name(backup.name),
          new Map(),
        );
      }
      const before = new Set(held(aws).map(({ arn }) => arn));
      const refusedCreates = () =>
        aws.requests.changing().filter(({ outcome }) => /Exists|Conflict/.test(outcome)).length;
      return {
        hits: refusedCreates,
        end: () => {
          // They were not touched, and are removed now.
          for (const { name: backup } of theirs) {
            const one = held(aws).find((held) => held.name === name(backup));
            if (one === undefined || !before.has(one.arn)) {
              throw new Error(`somebody else's ${name(backup)} is gone`);
            }
            one.lifetime?.delete("deleting", 0);
          }
        },
      };
    },
  };
}

/** Returns all events in AWS beside the program. */
export function worldFaults(): Fault[] {
  return [
    meddling("snapshots that fail", "meanwhile", fail),
    meddling("deleted by somebody while being made", "meanwhile", (aws) => vanish(aws, unfinished)),
    meddling("deleted by somebody before", "before", (aws) => vanish(aws, /^available$/i)),
    meddling("being deleted by somebody", "before", startDeleting),
    taken(),
  ];
}
