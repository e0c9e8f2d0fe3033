import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { type LocalAws, manualClock } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import { cases, exportCases, faultOn } from "./cases.js";
import { checked, failureOf, home, make, type Resource, World } from "./world.js";

/** A program whose states are stored beside the tests, and its sources in AWS. */
export interface Stack {
  readonly title: string;
  readonly kind: Kind;
  readonly program: Props;
  /** Adds the sources of the program. */
  prepare(aws: LocalAws): void;
  /** Makes AWS refuse the calls that remove the creating tag. */
  refuseUntagging?(aws: LocalAws): void;
}

/** The engine's state of a resource at different times of its life. */
export interface States {
  /** After a finished create. */
  readonly made: Resource;
  /** After a create that timed out. Absent if AWS finishes it at once. */
  readonly unfinished?: { readonly id: string; readonly properties: Props };
  /** After a create whose creating tag could not be removed. Absent for a kind without tags. */
  readonly marked?: Resource;
}

const hidden: Props = {
  __provider: "exports.handler=()=>{}",
  __retainOnDelete: false,
  __timeouts: { create: "1h", update: "1h", delete: "1h" },
};

/** All forms of all kinds. */
export const stacks: readonly Stack[] = [
  ...cases.flatMap((example) =>
    [{}, example.exporting].flatMap((more): Stack[] => {
      if (more === undefined) {
        return [];
      }
      const isExport = more === example.exporting;
      return [
        {
          title: `${example.kind.name} of ${String(example.program[example.source])}${isExport ? " as an export" : ""}`,
          kind: example.kind,
          program: {
            ...example.program,
            ...hidden,
            ...more,
            [example.kind.naming.input]: "orders-1",
          },
          prepare: (aws) => example.addSources(aws),
          ...(isExport
            ? {}
            : { refuseUntagging: (aws) => void faultOn(aws, example, "untag", denied) }),
        },
      ];
    }),
  ),
  ...Object.values(exportCases).map(
    (example): Stack => ({
      title: example.kind.name,
      kind: example.kind,
      program: { ...example.program, ...example.exporting, ...hidden },
      prepare: (aws) => example.addSources(aws),
    }),
  ),
  {
    title: "redshiftserverless:SnapshotCopyConfiguration",
    kind: kinds.get("redshiftserverless:SnapshotCopyConfiguration") ?? missing(),
    program: {
      ...hidden,
      __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/redshiftserverless:Any::orders",
      __deleteBeforeReplace: true,
      namespaceName: "orders",
      destinationRegion: "eu-west-2",
      snapshotRetentionPeriod: 7,
    },
    prepare: (aws) => void aws.redshiftserverless.addNamespace(...home, "orders"),
  },
];

const denied = { error: { code: "AccessDeniedException", message: "no", status: 400 } };

function missing(): never {
  throw new Error("there is no such kind");
}

/** Starts a world at that time, with the sources that a stack needs. */
export async function worldOf({ prepare }: Stack): Promise<World> {
  const world = await World.start({ clock: manualClock(Date.UTC(2026, 0, 1)) });
  prepare(world.aws);
  return world;
}

/** Returns the program with a create timeout that is too short. */
export function hurried({ program }: Stack): Props {
  return { ...program, __timeouts: { create: "1s" } };
}

/** Creates a resource that keeps its creating tag. */
export async function makeMarked(stack: Stack, world: World): Promise<Resource | undefined> {
  stack.refuseUntagging?.(world.aws);
  return stack.refuseUntagging && make(world.provider(stack.kind), stack.program);
}

/** Creates a resource with a timeout that is too short. Returns nothing if AWS finishes it at once. */
export async function makeUnfinished(
  stack: Stack,
  world: World,
): Promise<{ id: string; properties: Props } | undefined> {
  const provider = world.provider(stack.kind);
  const { id, properties } = await failureOf(
    provider.create(await checked(provider, hurried(stack))),
  );
  return id === undefined ? undefined : { id, properties };
}
