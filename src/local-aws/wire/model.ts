import { NormalizedSchema } from "@smithy/core/schema";

/** A service's schemas by name, as the SDK's client package exports them. */
export interface Model {
  readonly operations: ReadonlyMap<string, OperationSchema>;
  readonly errors: ReadonlyMap<string, ErrorTraits>;
}

/** The input and output of an operation. */
export interface OperationSchema {
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

/** The wire form of an error. */
export interface ErrorTraits {
  readonly status: number;
  /** The code that query services use instead of the shape's name. */
  readonly queryCode: string;
}

type Schema = Parameters<typeof NormalizedSchema.of>[0];
type StaticOperation = Extract<Schema, { 0: 9 }>;
type StaticError = Extract<Schema, { 0: -3 }>;

/** Collects the schemas among the exports of a client package. */
export function modelOf(client: object): Model {
  const exported: unknown[] = Object.values(client);
  return {
    operations: new Map(
      exported.filter(isOperation).map(([, , name, , input, output]) => {
        return [name, { input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) }];
      }),
    ),
    errors: new Map(exported.filter(isError).map((schema) => [schema[2], errorTraits(schema)])),
  };
}

function errorTraits(schema: StaticError): ErrorTraits {
  const { httpError, awsQueryError, error } = NormalizedSchema.of(schema).getMergedTraits();
  const [queryCode]: unknown[] = Array.isArray(awsQueryError) ? awsQueryError : [];
  return {
    status: typeof httpError === "number" ? httpError : error === "server" ? 500 : 400,
    queryCode: typeof queryCode === "string" ? queryCode : schema[2],
  };
}

function isOperation(value: unknown): value is StaticOperation {
  return Array.isArray(value) && value[0] === 9;
}

function isError(value: unknown): value is StaticError {
  return Array.isArray(value) && value[0] === -3;
}
