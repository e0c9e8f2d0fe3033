import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { kinds } from "../../src/kinds/index.js";
import type { Kind } from "../../src/kinds/kind.js";
import { commonInputs, inputs } from "../../src/schema/inputs.js";
import type { Props } from "../../src/values/json.js";
import { caseOf, exportCases } from "./cases.js";
import type { HostName } from "./suites.js";
import { World } from "./world.js";

// Bad input is refused in the same sentences by each host, except for the host's own words.
let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterEach(() => void vi.stubEnv("AWS_REGION", "eu-west-1"));
afterAll(() => world.close());

/** Values of which each input refuses some. */
const badValues: readonly unknown[] = [
  null,
  "",
  " ",
  7,
  -1,
  0.5,
  true,
  [],
  ["orders", 7],
  {},
  { a: { b: 1 } },
  { "aws:owner": "x" },
  { "": "x" },
  // In the order of the alphabet, in which the engine sends the members of a map.
  Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`key-${100 + index}`, "x"])),
  "x".repeat(2_000),
  "-orders--1-",
  "заказы",
  "europe",
  "12345",
  "arn:",
  "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:orders",
  "arn:aws:memorydb:us-east-1:999988887777:snapshot/orders",
  "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
];

const declared: Readonly<Record<string, object>> = inputs;

/** Returns the inputs of a program that each kind accepts. */
function programOf({ name }: Kind): Props {
  const { program } = exportCases[name] ?? {};
  if (program !== undefined) {
    return visible(program);
  }
  return name === "redshiftserverless:SnapshotCopyConfiguration"
    ? { namespaceName: "orders", destinationRegion: "eu-west-2" }
    : visible(caseOf(name).program);
}

function visible(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => !key.startsWith("__")));
}

/** Returns what check says of a program through a host: each sentence behind its property. */
async function problems(host: HostName, kind: Kind, program: Props, olds: Props = {}) {
  const { failures = [] } = await world.through(host, kind).check(olds, program);
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe.each([...kinds.values()])("a $label", (kind) => {
  const keys = Object.keys({ ...commonInputs, ...declared[kind.name], clusterNmae: {} });

  it.each(keys)("refuses bad values of %s in the same sentences through each host", async (key) => {
    const through = {
      dynamic: world.through("dynamic", kind),
      plugin: world.through("plugin", kind),
    };
    const said = { dynamic: new Map<string, unknown>(), plugin: new Map<string, unknown>() };
    for (const value of badValues) {
      const program = { ...programOf(kind), [key]: value };
      for (const host of ["dynamic", "plugin"] as const) {
        const { failures = [] } = await through[host].check({}, program);
        said[host].set(JSON.stringify(value), failures);
      }
    }
    expect(said.plugin).toEqual(said.dynamic);
    const refused = [...said.dynamic.values()].filter(
      (all) => Array.isArray(all) && all.length > 0,
    );
    expect(refused.length).toBeGreaterThan(5);
  });

  it("refuses a program without any input in the same sentences through each host", async () => {
    const said = await problems("dynamic", kind, {});
    expect(said.length).toBeGreaterThan(0);
    expect(await problems("plugin", kind, {})).toEqual(said);
  });

  it("says in the words of each host that no region is set", async () => {
    vi.stubEnv("AWS_REGION", undefined);
    vi.stubEnv("AWS_DEFAULT_REGION", undefined);
    expect(await problems("dynamic", kind, programOf(kind))).toContain(
      "region: must be given, because neither aws:region nor AWS_REGION is set",
    );
    expect(await problems("plugin", kind, programOf(kind))).toContain(
      "region: must be given, because neither aws-snapshots:region nor AWS_REGION is set. The plugin does not read aws:region. Run `pulumi config set aws-snapshots:region` with a region",
    );
  });
});
