import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Connections } from "../../src/aws/connection.js";
import { kinds } from "../../src/kinds/index.js";
import { createVerb, type Kind } from "../../src/kinds/kind.js";
import type { RecordedRequest } from "../../src/local-aws/index.js";
import { findOrphans } from "../../src/lookups/orphans.js";
import type { Props } from "../../src/values/json.js";
import { cases, exportCases, type KindCase } from "./cases.js";
import { addManual, asked, everyLookup, lookupCases, otherLookups } from "./lookup-cases.js";
import { isReading, type Policy, policyOf, servicePolicies } from "./policies.js";
import { checked, home, make, World } from "./world.js";

// The actions that each resource needs, from the requests that it makes in a life that uses everything.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.close());

const phases = ["create", "refresh", "update", "delete"] as const;
type Phase = (typeof phases)[number];
const needed = new Map<string, Record<Phase, string[]>>();
/** The actions that each lookup needs. */
const lookingUp = new Map<string, readonly string[]>();
/** The actions that the orphans command needs. */
const searching = new Set<string>();

/** Returns the actions of the requests since the last call, and those that AWS requires in addition. */
function actions(kind: Kind): string[] {
  const requests = world.aws.requests.all().filter(({ service }) => service !== "sts");
  world.aws.requests.clear();
  const tagging = requests.some(({ input }) => "Tags" in input || "tags" in input);
  return [
    ...new Set([
      ...requests.map(({ operation }) => `${kind.actions}:${operation}`),
      // Tags in a create request need the tagging permission too.
      ...(tagging ? [tagAction(kind)] : []),
    ]),
  ].sort();
}

function tagAction({ actions: prefix }: Kind): string {
  const service = cases.find(({ kind }) => kind.actions === prefix);
  return `${prefix}:${service?.calls.tag.operation}`;
}

/** Inputs in addition to the kind's case: all inputs that cost calls of their own. */
function everything({ kind, program }: KindCase): Props {
  const { sourceDbClusterSnapshotIdentifier: source } = kind.inputs;
  return {
    ...program,
    ...("sharedAccounts" in kind.inputs ? { sharedAccounts: ["222233334444"] } : {}),
    ...(source === undefined
      ? {}
      : { sourceDbClusterSnapshotIdentifier: "base", sourceRegion: "eu-west-2", copyTags: true }),
  };
}

function busyCode({ codes }: Kind): string {
  const [code] = codes.busy;
  return typeof code === "string" ? code : (code?.code ?? expect.fail("nothing can be busy"));
}

async function live(
  kind: Kind,
  before: Props,
  after: Props,
  others: readonly Props[] = [],
): Promise<void> {
  // A source that AWS reports as busy is described.
  const busy = () =>
    world.aws.faults.add({
      operation: /^(Create|Copy|Export|Convert)/,
      error: { code: busyCode(kind), message: "Something is under way" },
    });
  const life: Record<Phase, string[]> = { create: [], refresh: [], update: [], delete: [] };
  if (kind.tagging !== undefined) {
    // What a killed run left is found by its tags.
    await world.killedCreate(kind, await checked(world.provider(kind), before));
    await make(world.provider(kind), before);
  }
  for (const other of others) {
    busy();
    await make(world.provider(kind), { ...before, ...other });
  }
  busy();
  const made = await make(world.provider(kind), { ...before, triggers: { day: "tuesday" } });
  life.create = actions(kind);
  await world.provider(kind).read(made.id, made.outs);
  life.refresh = actions(kind);
  const provider = world.provider(kind);
  const news = await checked(provider, { ...after, triggers: { day: "tuesday" } }, made.inputs);
  const { outs } = await provider.update(made.id, made.outs, news);
  life.update = actions(kind);
  await world.provider(kind).delete(made.id, { ...outs });
  life.delete = actions(kind);
  needed.set(kind.name, life);
}

describe.each(cases)("a $kind.label", (example) => {
  it("needs no permission that is not documented", async () => {
    example.addSources(world.aws);
    example.addSources(world.aws, [home[0], "eu-west-2"]);
    if (example.kind.service === "neptune" || example.kind.service === "docdb") {
      passTagsOn();
    }
    const before = { ...everything(example), tags: { team: "orders", old: "x" } };
    const changed = Object.keys(example.kind.settings ?? {}).map((key) => [
      key,
      example.others[key],
    ]);
    const after = { ...before, ...Object.fromEntries(changed), tags: { team: "billing" } };
    await live(example.kind, before, after, Object.values(example.beside ?? {}));
  });
});

/** Makes the cluster pass its tags on, so that the tags are read. */
function passTagsOn(): void {
  for (const cluster of world.aws.rds.clusters(...home)) {
    Object.assign(cluster, { copyTagsToSnapshot: true });
  }
}

describe.each(Object.values(exportCases))("a $kind.label", (example) => {
  it("as an export needs no permission that is not documented", async () => {
    example.addSources(world.aws);
    const program = { ...example.program, ...example.exporting };
    const other = { [example.kind.export?.bucket ?? ""]: "archive", waitForCompletion: true };
    await live(example.kind, { ...program, waitForCompletion: false }, program, [other]);
  });
});

it("a copy configuration needs no permission that is not documented", async () => {
  const kind = kinds.get("redshiftserverless:SnapshotCopyConfiguration");
  world.aws.redshiftserverless.addNamespace(...home, "orders");
  const program = {
    namespaceName: "orders",
    destinationRegion: "eu-west-2",
    destinationKmsKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
  };
  if (kind !== undefined) {
    // The second create meets an existing snapshot.
    await live(kind, program, { ...program, snapshotRetentionPeriod: 7 }, [program]);
  }
});

it("the orphans command needs no permission that is not documented", async () => {
  for (const example of cases) {
    example.addSources(world.aws);
    example.addForeign(world.aws, `of-${createVerb(example.kind)}`);
  }
  world.aws.requests.clear();
  await findOrphans(kinds.values(), {
    connections: new Connections(undefined),
    region: home[1],
    profile: undefined,
    clock: { now: () => 0, sleep: async () => expect.fail("there is nothing to wait for") },
    tell: () => expect.fail("there is nothing to tell"),
  });
  for (const action of actionsOf(world.aws.requests.all())) {
    searching.add(action);
  }
});

it("the lookups need no permission that is not documented", async () => {
  const look = async (name: string, args: Props) => {
    world.aws.requests.clear();
    await asked(world, name, args);
    lookingUp.set(name, actionsOf(world.aws.requests.all()));
  };
  // A node that only its group knows as one of its nodes.
  world.aws.elasticache.nodes.addCacheCluster(...home, { name: "classic" });
  world.aws.elasticache.nodes.addAutomaticSnapshot(...home, "classic");
  // Engines share names, so each kind is asked before the next one has its snapshot.
  for (const one of lookupCases) {
    one.example.addSources(world.aws);
    addManual(one, world.aws, "weekly");
    await look(one.get, { name: "weekly" });
    await look(one.latest, { [one.key]: "orders" });
  }
  const configuration = kinds.get("redshiftserverless:SnapshotCopyConfiguration");
  const copying = { namespaceName: "orders", destinationRegion: "eu-west-2" };
  await make(world.provider(configuration ?? expect.fail()), copying);
  await look(otherLookups[0], { namespaceName: "orders" });
  expect([...lookingUp.keys()].sort()).toEqual([...everyLookup].sort());
});

/** Returns the actions that requests need, as code. */
function actionsOf(requests: readonly RecordedRequest[]): string[] {
  const prefixes: Readonly<Record<string, string>> = Object.fromEntries(
    [...kinds.values()].map(({ service, actions }) => [service, actions]),
  );
  const actions = requests
    .filter(({ service }) => service !== "sts")
    .map(({ service, operation }) => `\`${prefixes[service] ?? service}:${operation}\``);
  return [...new Set(actions)].sort();
}

/** Returns everything that the resources of each service and the orphans command call. */
function called(): Map<string, string[]> {
  const all = [
    ...[...needed.values()].flatMap((life) => phases.flatMap((phase) => life[phase])),
    ...[...searching].map((action) => action.replaceAll("`", "")),
  ];
  const prefixes = [...new Set([...kinds.values()].map(({ actions: prefix }) => prefix))].sort();
  return new Map(
    prefixes.map((prefix) => [prefix, all.filter((action) => action.startsWith(`${prefix}:`))]),
  );
}

describe("the policy of a service", () => {
  const policies = () =>
    [...called()].map(([prefix, all]) => ({ prefix, all, policy: policyOf(prefix, all) }));

  it("allows each action that is called, and no action that only others need", () => {
    expect(
      policies()
        .map(({ prefix }) => prefix)
        .sort(),
    ).toEqual(Object.keys(servicePolicies).sort());
    for (const { prefix, all, policy } of policies()) {
      const allowed = policy.Statement.flatMap(({ Action }) => Action).filter((action) =>
        action.startsWith(`${prefix}:`),
      );
      const { beside = [], worksOn } = servicePolicies[prefix] ?? {};
      const wanted = new Set([...all, ...beside.map((name) => `${prefix}:${name}`)]);
      expect(allowed.sort()).toEqual([...wanted].sort());
      // The table lists nothing that is no longer called.
      const changing = [...wanted].map((action) => action.slice(prefix.length + 1));
      expect(Object.keys(worksOn ?? {}).sort()).toEqual(
        changing.filter((name) => !isReading(name)).sort(),
      );
    }
  });

  it("has the form and the size that IAM accepts", () => {
    for (const { policy } of policies()) {
      const sids = policy.Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      // Customer managed policies have at most 6144 characters, not counting blanks.
      expect(JSON.stringify(policy).length).toBeLessThan(6144);
      for (const { Sid, Action, Resource } of policy.Statement) {
        expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
        expect(Action.length).toBeGreaterThan(0);
        expect(new Set(Action).size).toBe(Action.length);
        for (const action of Action) {
          expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z]+\*?$/);
        }
        for (const resource of [Resource].flat()) {
          expect(resource).toMatch(
            /^(\*|arn:aws:s3:::[a-z0-9.-]+(\/\*)?|arn:aws:[a-z-]+:\*:\*:[a-z-]+[:/]\*)$/,
          );
        }
      }
    }
  });
});

it("docs/permissions.md documents all policies", async () => {
  expect([...needed.keys()].sort()).toEqual([...kinds.keys()].sort());
  const rows = [...needed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, life]) => {
      const cells = phases.map((phase) =>
        life[phase].map((action) => `\`${action}\``).join("<br>"),
      );
      return `| \`${name.replace(":", ".")}\` | ${cells.map((cell) => cell || "none").join(" | ")} |`;
    });
  const page = `${preface}
| resource | create | refresh | update | delete |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

${beside}
## Policies

These policies allow everything that all resources of a service and the command \`orphans\` need. Restrict them to your regions,
account and clusters, and remove the statements of resources that you do not use. In China and GovCloud ARNs begin with
\`arn:aws-cn\` and \`arn:aws-us-gov\`. Put your own keys into \`Keys\`, or remove it if you do not encrypt with your own keys.
For exports, replace \`amzn-s3-demo-bucket\` with your bucket; otherwise remove \`Buckets\`, \`Bucket\` and \`Files\`.

${[...called()].map(([prefix, all]) => policyText(prefix, policyOf(prefix, all))).join("\n")}
## Lookups

A lookup needs these actions in the region that it looks in, in previews too:

| lookup | actions |
| --- | --- |
${[...lookingUp].map(([name, actions]) => `| \`${name.replace(":", ".")}\` | ${actions.join("<br>")} |`).join("\n")}

## The command \`orphans\`

It lists snapshots, reads their tags, and changes nothing:

${[...searching]
  .sort()
  .map((action) => `- ${action}`)
  .join("\n")}
`;
  await expect(page).toMatchFileSnapshot(join(__dirname, "..", "..", "docs", "permissions.md"));
});

function policyText(prefix: string, policy: Policy): string {
  const title = servicePolicies[prefix]?.title;
  return `### ${title}\n\n\`\`\`json\n${JSON.stringify(policy, undefined, 2)}\n\`\`\`\n`;
}

const preface = `# Permissions

This page lists the IAM actions that a deployment needs, for each resource and each operation of Pulumi. A preview of resources needs none,
because it does not call AWS; only a preview that may move a resource to another account asks STS for the caller's account.
[Lookups](#lookups) call AWS in previews too.

A test takes every resource through its whole life, with every option that causes additional calls, and generates this table from
the requests that it sees.
`;

const beside = `## Additional permissions

- **Tags in a create request** need the permission to tag, which is in the column "create" above. Without tags, and with
  \`pulumi-aws-snapshots:markUnfinishedCreates\` set to \`false\`, it is not needed. A create then does not list snapshots
  or read their tags either, which it otherwise does to find snapshots of killed runs.
- **\`sts:GetCallerIdentity\`** reports the account of the credentials, and needs no permission. Roles
  (\`assumeRoleArn\`, or those of an \`aws.Provider\`) need \`sts:AssumeRole\`.
- **KMS keys**: \`kms:CreateGrant\` and \`kms:DescribeKey\` on the key that encrypts the new snapshot; for a copy also on the key
  of the source. To copy a snapshot that another account shares, the policy of its key must allow this account; AWS's guides list
  \`kms:Decrypt\`, \`kms:GenerateDataKey*\` and \`kms:ReEncrypt*\` for that as well.
- **Exports**: \`s3:GetBucketAcl\`, \`s3:GetBucketLocation\` and \`s3:ListBucket\` on the bucket, \`s3:GetObject\`, \`s3:PutObject\` and
  \`s3:DeleteObject\` on its objects, and \`s3:ListAllMyBuckets\` on \`*\`: the services check the caller's own permissions. The bucket's
  policy must also allow the service to write: \`<region>.memorydb-snapshot.amazonaws.com\` or \`<region>.elasticache-snapshot.amazonaws.com\`.
- **Copies across regions** (Neptune, DocumentDB): the actions that describe snapshots and list tags are needed in the region
  of the source as well, and \`rds:CopyDBClusterSnapshot\`, which the pre-signed URL of the copy needs there. AWS also lists
  \`rds:CrossRegionCommunication\` for them.
- **A busy source** is described while AWS refuses the create, so that the row shows its status, and a stopped source is an error
  at once (\`Describe…Clusters\`, \`DescribeReplicationGroups\`, \`DescribeServerlessCaches\`, \`GetNamespace\`).
  Without that permission the row shows only AWS's message.
- **Neptune and DocumentDB** share the actions of RDS. The cluster is described before a snapshot is taken of it, and a
  source before it is copied, because only that reveals its engine.
- **Snapshot copy configurations**: \`kms:CreateGrant\` and \`kms:DescribeKey\` on the key in the destination region. AWS's own
  CloudFormation handler also needs \`kms:ListGrants\`, \`kms:RetireGrant\`, \`kms:RevokeGrant\`, \`kms:Decrypt\` and
  \`kms:GenerateDataKey*\`.
- **The resource must be \`*\`** for \`rds:CrossRegionCommunication\`, \`s3:ListAllMyBuckets\`,
  \`redshift-serverless:UpdateSnapshotCopyConfiguration\`, \`redshift-serverless:DeleteSnapshotCopyConfiguration\`, and
  \`redshift-serverless:ListTagsForResource\` for snapshots. The policies below allow all actions that only read on \`*\`, because many of
  them list everything. ARNs of Redshift Serverless end with a UUID, so policies cannot use names there, only \`snapshot/*\`.
`;
