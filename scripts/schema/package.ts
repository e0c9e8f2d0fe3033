// Pulumi's package schema, from the declaration of the resources and from that of the provider.
import { pluginDownloadUrl } from "../../src/abi/plugin-download.js";
import type { Declaration } from "../declaration/declaration.js";
import { providerArguments, providerDescription, providerTypes } from "./provider.js";
import { extraInputs, objectTypes, resource } from "./resources.js";
import type { ObjectTypeSpec, PackageSpec, Properties } from "./spec.js";
import { packageName, Texts, tokenOf } from "./texts.js";

/**
 * Path of the Go module. It names no host, so that no other server can stand in for it: a program replaces it by the
 * folder that holds it, as `pulumi package add` does.
 */
export const goModule = "pulumi-aws-snapshots/sdk/go";

/** How the services are called in languages whose modules begin with a capital. */
const services = {
  memorydb: "MemoryDb",
  neptune: "Neptune",
  docdb: "DocDb",
  elasticache: "ElastiCache",
  redshiftserverless: "RedshiftServerless",
};

/** Makes the schema. */
export function packageSchema(declaration: Declaration, version: string): PackageSpec {
  const texts = new Texts(declaration, (kind) => Object.keys(extraInputs(kind)));
  const resources = Object.entries(declaration.kinds).map(([kind, declared]) => [
    tokenOf(kind),
    resource(kind, declared, texts),
  ]);
  const schema: PackageSpec = {
    name: packageName,
    displayName: "AWS Snapshots",
    version,
    description:
      "Database snapshots and snapshot copies on AWS: MemoryDB, Neptune, DocumentDB, ElastiCache and Redshift Serverless.",
    keywords: ["category/database", "kind/native", "aws", "snapshot", "backup"],
    license: "Apache-2.0",
    pluginDownloadURL: pluginDownloadUrl,
    meta: { moduleFormat: "(.*)" },
    language: languages,
    config: { variables: argumentsOf(providerArguments) },
    types: { ...objectTypes(declaration, texts), ...typesOfProvider() },
    provider: {
      description: providerDescription,
      // The engine returns all provider arguments as strings.
      properties: argumentsOf(
        Object.fromEntries(
          Object.entries(providerArguments).filter(
            ([, { type }]) => "type" in type && type.type === "string",
          ),
        ),
      ),
      inputProperties: argumentsOf(providerArguments),
    },
    resources: Object.fromEntries(resources),
    functions: {},
  };
  texts.finish();
  return schema;
}

const languages = {
  nodejs: {
    packageName: "pulumi-aws-snapshots",
    respectSchemaVersion: true,
  },
  python: {
    packageName: "pulumi_aws_snapshots",
    respectSchemaVersion: true,
    requires: { pulumi: ">=3.165.0,<4.0.0" },
    pyproject: { enabled: true },
  },
  go: {
    importBasePath: `${goModule}/awssnapshots`,
    modulePath: goModule,
    rootPackageName: "awssnapshots",
    respectSchemaVersion: true,
  },
  csharp: {
    namespaces: { [packageName]: "AwsSnapshots", ...services },
    respectSchemaVersion: true,
  },
  java: {},
};

function argumentsOf(declared: typeof providerArguments): Properties {
  return Object.fromEntries(
    Object.entries(declared).map(([key, { type, description, secret }]) => [
      key,
      { ...type, description, ...(secret === undefined ? {} : { secret }) },
    ]),
  );
}

function typesOfProvider(): Record<string, ObjectTypeSpec> {
  return Object.fromEntries(
    Object.entries(providerTypes).map(([name, { description, properties }]) => [
      tokenOf(`index:${name}`),
      { type: "object", description, properties: argumentsOf(properties) },
    ]),
  );
}
