import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { type LocalAws, manualClock } from "../../src/local-aws/index.js";
import type { Props } from "../../src/values/json.js";
import { cases, exportCases, faultOn } from "./cases.js";
import { checked, failureOf, home, make, type Resource, World } from "./world.js";

/** A program whose stacks are kept beside the tests, and what it needs in AWS. */
export interface Stack {
  readonly title: string;
  readonly kind: Kind;
  readonly program: Props;
  /** Puts what the program names there. */
  prepare(aws: LocalAws): void;
  /** Has the calls refused by which the tag of an unfinished create is taken off. */
  refuseUntagging?(aws: LocalAws): void;
}

/** What the engine's state holds of a resource at different times of its life. */
export interface States {
  /** After a create that came to its end. */
  readonly made: Resource;
  /** After a create that took longer than its time; absent where AWS takes none. */
  readonly unfinished?: { readonly id: string; readonly properties: Props };
  /** After a create whose tag could not be taken off; absent where there is none. */
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

/** A world of that time, in which a stack has what it needs. */
export async function worldOf({ prepare }: Stack): Promise<World> {
  const world = await World.start({ clock: manualClock(Date.UTC(2026, 0, 1)) });
  prepare(world.aws);
  return world;
}

/** The program with so little time that a create is not seen to its end. */
export function hurried({ program }: Stack): Props {
  return { ...program, __timeouts: { create: "1s" } };
}

/** Makes a resource whose tag of an unfinished create stays. */
export async function makeMarked(stack: Stack, world: World): Promise<Resource | undefined> {
  stack.refuseUntagging?.(world.aws);
  return stack.refuseUntagging && make(world.provider(stack.kind), stack.program);
}

/** Makes a resource in too little time. Nothing where it is there at once. */
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
