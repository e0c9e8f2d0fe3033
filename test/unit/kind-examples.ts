import { plain } from "../../src/dynamic/boundary.js";
import { check } from "../../src/dynamic/check.js";
import { kinds } from "../../src/dynamic/index.js";
import { isRecord } from "../../src/dynamic/json.js";
import type { Kind, Props } from "../../src/dynamic/kind.js";
import { parseSettings, stackSource } from "../../src/dynamic/settings.js";
import { outputsOf } from "../../src/dynamic/state.js";
import type { Surroundings } from "../../src/dynamic/surroundings.js";

/** What a test needs to know of one input of a kind. */
export interface InputExample {
  readonly value: string;
  /** Other ways to write the same value. */
  readonly spellings: readonly string[];
  /** Values that mean something else, a different spelling among them where spelling counts. */
  readonly others: readonly string[];
  /** Whether a changed value replaces the resource. */
  readonly replaces: boolean;
}

/** A kind with an example of each of its inputs, and with what AWS answers to them. */
export interface KindExample {
  readonly title: string;
  readonly kind: Kind;
  readonly inputs: Readonly<Record<string, InputExample>>;
  /** Inputs that a program leaves out of {@link program}. */
  readonly leftOut: readonly string[];
  /** What AWS answers, with a key of its own choice where the program names none; an export has no answer. */
  answer(inputs: Props): unknown;
}

const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** The ARN of a KMS key where the examples are. */
export const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`;

const otherKey = "arn:aws:kms:eu-west-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab";

const kmsKeyId: InputExample = {
  value: keyId,
  spellings: [keyArn],
  others: [otherKey, "alias/backups", "arn:aws:kms:eu-west-1:111122223333:alias/backups"],
  replaces: true,
};

/** A MemoryDB snapshot as AWS describes it. */
function memorydbSnapshot(name: unknown, key: unknown): unknown {
  const arn = typeof key === "string" && !key.startsWith("arn:") ? keyArn : (key ?? keyArn);
  return {
    Name: name,
    ARN: `arn:aws:memorydb:eu-west-1:111122223333:snapshot/${String(name)}`,
    Status: "available",
    Source: "manual",
    KmsKeyId: arn,
    DataTiering: "false",
    ClusterConfiguration: { Name: "orders", NodeType: "db.r7g.large", NumShards: 1 },
  };
}

function answerToCopy({ targetBucket, targetSnapshotName, kmsKeyId }: Props): unknown {
  return targetBucket === undefined ? memorydbSnapshot(targetSnapshotName, kmsKeyId) : undefined;
}

const copyInputs = {
  sourceSnapshotName: {
    value: "orders-1",
    spellings: ["ORDERS-1", "arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders-1"],
    others: [
      "orders-2",
      "automatic.orders-2026-11-20-05-00",
      "arn:aws:memorydb:eu-west-1:111122223333:snapshot/orders-2",
    ],
    replaces: true,
  },
  targetSnapshotName: {
    value: "orders-dr",
    spellings: ["Orders-DR"],
    others: ["orders-dr2"],
    replaces: true,
  },
  targetBucket: {
    value: "backups",
    spellings: [],
    others: ["backups-2", "backupS"],
    replaces: true,
  },
  kmsKeyId,
} as const;

/** Every kind, and each of its forms. */
export const examples: readonly KindExample[] = [
  {
    title: "MemoryDB snapshot",
    kind: kindOf("memorydb:Snapshot"),
    inputs: {
      clusterName: {
        value: "orders",
        spellings: ["Orders", "arn:aws:memorydb:eu-west-1:111122223333:cluster/orders"],
        others: ["orders2", "arn:aws:memorydb:eu-west-1:111122223333:cluster/orders2"],
        replaces: true,
      },
      snapshotName: {
        value: "orders-1",
        spellings: ["Orders-1"],
        others: ["orders-2"],
        replaces: true,
      },
      kmsKeyId,
    },
    leftOut: [],
    answer: ({ snapshotName, kmsKeyId }) => memorydbSnapshot(snapshotName, kmsKeyId),
  },
  {
    title: "MemoryDB snapshot copy",
    kind: kindOf("memorydb:SnapshotCopy"),
    inputs: copyInputs,
    leftOut: ["targetBucket"],
    answer: answerToCopy,
  },
  {
    title: "MemoryDB snapshot export",
    kind: kindOf("memorydb:SnapshotCopy"),
    inputs: {
      ...copyInputs,
      targetSnapshotName: {
        value: "orders-dr",
        spellings: [],
        others: ["Orders-DR"],
        replaces: true,
      },
    },
    leftOut: [],
    answer: answerToCopy,
  },
];

/** Inputs that all kinds share: a value, another one, and whether the change replaces. */
export const sharedInputs: readonly [
  key: string,
  value: unknown,
  other: unknown,
  replaces: boolean,
][] = [
  ["region", "eu-west-1", "eu-west-2", true],
  ["triggers", { day: "monday" }, { day: "tuesday" }, true],
  ["profile", "dev", "ops", false],
  [
    "assumeRoleArn",
    "arn:aws:iam::111122223333:role/dev",
    "arn:aws:iam::111122223333:role/ops",
    false,
  ],
  ["waitForCompletion", false, true, false],
  ["tags", { team: "a" }, { team: "b" }, false],
];

/** The kind of that name. */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (kind === undefined) {
    throw new Error(`there is no kind ${name}`);
  }
  return kind;
}

/** A program's inputs with all that the example gives, and the hidden ones. */
export function program(example: KindExample): Props {
  const given = Object.entries(example.inputs)
    .filter(([key]) => !example.leftOut.includes(key))
    .map(([key, { value }]) => [key, value]);
  return { ...Object.fromEntries(given), ...hidden };
}

/** The outputs of a resource that was made of inputs which check has seen. */
export function made(example: KindExample, inputs: Props): Props {
  const remote = example.answer(inputs);
  return outputsOf(example.kind, inputs, remote, remote === undefined ? "exported" : undefined);
}

/** What check knows of a stack with this configuration. */
export function surroundings(config: Record<string, string> = {}): Surroundings {
  const settings = parseSettings(stackSource(new Map(Object.entries(config))));
  return { settings, region: "eu-west-1", problem: undefined, marking: true };
}

/** What check says about inputs, each mistake as `property: reason`. */
export function problems(kind: Kind, news: Props, olds: Props = {}): string[] {
  const { failures = [] } = check(kind, surroundings(), olds, news);
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

/** The inputs that check makes of those of a program, as the engine stores them; `olds` are those of before. */
export function checked({ kind }: KindExample, news: Props, olds: Props = {}): Props {
  const inputs: unknown = plain(check(kind, surroundings(), olds, news).inputs);
  return isRecord(inputs) ? inputs : {};
}

const hidden: Props = {
  __logicalName: "orders",
  __organization: "acme",
  __urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws/memorydb:Snapshot::orders",
};

/** The examples, titled for a table of tests. */
export const titled = examples.map((example): [title: string, example: KindExample] => [
  example.title,
  example,
]);
