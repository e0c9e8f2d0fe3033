import type { AwsService } from "./connection.js";
import type { ServiceAdvice } from "./errors.js";

/** Tags as Pulumi programs write them. */
export type Tags = Record<string, string>;

/** What a resource's properties are between the engine and here: plain JSON. */
export type Props = Record<string, unknown>;

/** Where an input is checked and compared: what its value means may depend on it. */
export interface Scope {
  /** Region of the resource, once it is known. */
  readonly region: string | undefined;
  /** All inputs, for rules that depend on a second one. */
  readonly inputs: Props;
}

/** What a kind says about one of its inputs. All of them are texts on the wire. */
export interface InputSpec {
  /** Whether the input must be given. */
  readonly required?: boolean;
  /** Whether a changed value replaces the resource. Otherwise it changes in place. */
  readonly replaces: boolean;
  /** Whether what it names is in the resource's own account, so that an ARN of another one is a mistake. */
  readonly ownAccount?: boolean;
  /** Whether AWS answers the input, in a spelling of its own. */
  readonly answered?: boolean;
  /** Says what is wrong with a value, as a sentence. */
  problem?(value: string, scope: Scope): string | undefined;
  /** Brings a value to the form in which AWS keeps it. */
  fold?(value: string, scope: Scope): string;
  /** Whether two values mean the same to AWS. Without it they must be equal. */
  same?(left: string, right: string, scope: Scope): boolean;
}

/** The input that holds the resource's name, and how names are made. */
export interface NameSpec {
  /** Input that holds the name. */
  readonly input: string;
  /** Longest name that AWS takes. */
  readonly max: number;
}

/** Calls for tags, for kinds that can be tagged. They take the ARN. */
export interface TagCalls<Client> {
  /** Most tags that AWS keeps on one of them. */
  readonly limit: number;
  list(client: Client, arn: string): Promise<Tags>;
  add(client: Client, arn: string, tags: Tags): Promise<void>;
  remove(client: Client, arn: string, keys: string[]): Promise<void>;
}

/** The inputs that make a copy an export: what then stands in the bucket the service can neither show nor delete. */
export interface ExportSpec {
  /** Input that holds the bucket. Where it is given, an export is asked for. */
  readonly bucket: string;
  /** Input that holds the snapshot that is exported. */
  readonly source: string;
}

/** AWS error codes with a meaning for the lifecycle, without their `Fault` or `Exception` ending. */
export interface Codes {
  /** It does not exist. */
  readonly gone: readonly string[];
  /** One of that name exists. */
  readonly exists: readonly string[];
  /** The source cannot be used right now: another backup or change is under way. */
  readonly busy: readonly string[];
  /** It cannot be deleted in its present status. */
  readonly undeletable: readonly string[];
}

/**
 * What one kind of resource must say about itself. It knows the service and nothing of Pulumi; the lifecycle
 * knows Pulumi and nothing of the service.
 */
export interface Kind<Client = unknown, Remote = unknown>
  extends AwsService<Client>,
    ServiceAdvice {
  /** `<service>:<Class>`, part of the state of every stack. */
  readonly name: string;
  /** What a person calls it, for example `MemoryDB snapshot`. */
  readonly label: string;
  /** The verb of its create call: `creating` or `copying`. */
  readonly doing: string;
  readonly naming: NameSpec;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** How to ask for an export, where the create call can make one. */
  readonly export?: ExportSpec;
  /** Statuses of a finished one. Whatever is neither finished nor failed is pending. */
  readonly finished: readonly string[];
  /** Statuses from which none recovers. */
  readonly failed: readonly string[];
  readonly codes: Codes;
  /** Calls for tags; absent where AWS has none. */
  readonly tagging?: TagCalls<Client>;

  /** The create call. Answers what AWS answered. */
  create(client: Client, inputs: Inputs, tags: Tags): Promise<Remote | undefined>;
  /** The one of that name; an error with a code of `gone` where there is none. */
  find(client: Client, name: string): Promise<Remote | undefined>;
  /** All manual ones of the same source that an interrupted create may have made. */
  siblings(client: Client, inputs: Inputs): Promise<Remote[]>;
  delete(client: Client, name: string): Promise<void>;

  arn(remote: Remote): string | undefined;
  nameOf(remote: Remote): string | undefined;
  status(remote: Remote): string | undefined;
  /** Every member of AWS's answer, in camel case. */
  outputs(remote: Remote): Props;
  /** The inputs that can be told from AWS's answer, for one that is only looked up. */
  lookedUp(remote: Remote): Props;
}

/** Whether these inputs ask for an export. */
export function asksForExport(kind: Kind, props: Props): boolean {
  return kind.export !== undefined && typeof props[kind.export.bucket] === "string";
}

/** The inputs of a kind, as texts. */
export interface Inputs {
  /** The value of an input that must be there. */
  text(key: string): string;
  /** The value of an input that may be absent. */
  optional(key: string): string | undefined;
}

/** Reads inputs out of properties that check has seen. */
export function inputsOf(props: Props): Inputs {
  const optional = (key: string) => {
    const value = props[key];
    return typeof value === "string" ? value : undefined;
  };
  return {
    optional,
    text: (key) => {
      const value = optional(key);
      if (value === undefined) {
        throw new Error(`the stack's state holds no ${key} for this resource`);
      }
      return value;
    },
  };
}
