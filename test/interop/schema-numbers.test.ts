import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readDeclaration } from "../../scripts/declaration/read.js";
import { packageSchema } from "../../scripts/schema/package.js";
import type { Properties } from "../../scripts/schema/spec.js";
import { python } from "./moto.js";

// Which numbers of the package schema are whole, by AWS's own models.

/** What AWS calls the service, and the shape with the properties. */
type ShapeName = readonly [service: string, shape: string];

/** The shape of each kind's outputs, and of each object type. */
const outputs: Readonly<Record<string, ShapeName>> = {
  "elasticache:Snapshot": ["elasticache", "Snapshot"],
  "elasticache:SnapshotCopy": ["elasticache", "Snapshot"],
  "elasticache:NodeGroupConfiguration": ["elasticache", "NodeGroupConfiguration"],
  "memorydb:ClusterConfiguration": ["memorydb", "ClusterConfiguration"],
  "memorydb:ShardConfiguration": ["memorydb", "ShardConfiguration"],
  "docdb:ClusterSnapshot": ["docdb", "DBClusterSnapshot"],
  "docdb:ClusterSnapshotCopy": ["docdb", "DBClusterSnapshot"],
  "neptune:ClusterSnapshot": ["neptune", "DBClusterSnapshot"],
  "neptune:ClusterSnapshotCopy": ["neptune", "DBClusterSnapshot"],
  "redshiftserverless:Snapshot": ["redshift-serverless", "Snapshot"],
  "redshiftserverless:SnapshotCopyConfiguration": [
    "redshift-serverless",
    "SnapshotCopyConfiguration",
  ],
};

/** The shape of the inputs of each kind that has a number among them. */
const inputs: Readonly<Record<string, ShapeName>> = {
  "redshiftserverless:Snapshot": ["redshift-serverless", "CreateSnapshotRequest"],
  "redshiftserverless:SnapshotCopyConfiguration": [
    "redshift-serverless",
    "CreateSnapshotCopyConfigurationRequest",
  ],
};

/** Outputs that repeat an input: the shape of the answer has them under another name. */
const asGiven = ["aws-snapshots:redshiftserverless:Snapshot properties.retentionPeriod"];

interface Question {
  readonly place: string;
  readonly shape: ShapeName | undefined;
  readonly name: string;
  readonly type: string;
}

/** The type in the schema for a type in a model. */
const schemaType: Readonly<Record<string, string>> = {
  integer: "integer",
  long: "integer",
  double: "number",
  float: "number",
};

/** Prints the type that a model has for each question, as JSON. */
const askBotocore = `
import json, sys
import botocore.session

session = botocore.session.get_session()
answers = []
for question in json.load(sys.stdin):
    service, shape = question["shape"]
    members = session.get_service_model(service).shape_for(shape).members
    types = {name.lower(): member.type_name for name, member in members.items()}
    answers.append(types.get(question["name"].lower()))
print(json.dumps(answers))
`;

it("a number of the schema is whole exactly if AWS's model has a whole number", () => {
  const { resources, types } = packageSchema(readDeclaration(join(__dirname, "..", "..")), "1.0.0");
  const questions = [
    ...Object.entries(resources).flatMap(([token, resource]) => [
      ...numbersOf(`${token} properties`, resource.properties, outputs[kindOf(token)]),
      ...numbersOf(`${token} inputs`, resource.inputProperties, inputs[kindOf(token)]),
    ]),
    ...Object.entries(types).flatMap(([token, type]) =>
      numbersOf(token, type.properties, outputs[kindOf(token)]),
    ),
  ].filter(({ place }) => !asGiven.includes(place));
  expect(questions.filter(({ shape }) => shape === undefined)).toEqual([]);

  const input = JSON.stringify(questions);
  const answers: unknown = JSON.parse(
    execFileSync(python(), ["-c", askBotocore], { input, encoding: "utf8" }),
  );
  const expected = Array.isArray(answers) ? answers.map((type) => schemaType[String(type)]) : [];
  expect(questions.map(({ place, type }) => `${place}: ${type}`)).toEqual(
    questions.map(({ place }, index) => `${place}: ${expected[index]}`),
  );
  expect(questions.length).toBeGreaterThan(30);
});

function kindOf(token: string): string {
  return token.replace("aws-snapshots:", "");
}

function numbersOf(
  place: string,
  properties: Properties,
  shape: ShapeName | undefined,
): Question[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    "type" in property && ["integer", "number"].includes(property.type)
      ? [{ place: `${place}.${name}`, shape, name, type: property.type }]
      : [],
  );
}
