import type { AwsService } from "../aws/connection.js";
import type { Code, ServiceAdvice } from "../aws/errors.js";
import type { Props, Tags } from "../values/json.js";
import type { InputSpec, Inputs } from "./input.js";

/** The input that holds the resource's name. */
export type NameSpec = {
  /** Input that holds the name. */
  readonly input: string;
  /** Whether ARNs end with the name. */
  readonly inArn: boolean;
  /** AWS's rule about unique names, as a sentence. Kinds with the same sentence share their names. */
  readonly unique: string;
} & (
  | {
      /** The resource has a name of its own, which is made automatically if the program gives no name. */
      readonly isOwn: true;
      /** Maximum length of the name. */
      readonly max: number;
    }
  // The resource has no name of its own, and goes by the name of its source.
  | { readonly isOwn: false }
);

/** The resource to look for: by its name, or by its ARN if the name is empty. */
export interface Target {
  readonly name: string;
  readonly arn: string | undefined;
}

/** AWS's rules for tags. */
export interface TagRules {
  /** Maximum number of tags of a resource. */
  readonly limit: number;
  /** Prefixes of keys that are reserved for AWS, in addition to `aws:`. */
  readonly reserved?: readonly string[];
}

/** Calls for tags, which take the ARN; only for kinds that can be tagged. */
export interface TagCalls<Client> extends TagRules {
  /** Codes with which AWS refuses to remove a tag that does not exist. */
  readonly absent?: readonly Code[];
  list(client: Client, arn: string): Promise<Tags>;
  add(client: Client, arn: string, tags: Tags): Promise<void>;
  remove(client: Client, arn: string, keys: string[]): Promise<void>;
}

/** The contents of a listing. */
export interface ListingOptions {
  /** Name or ARN of the source of the snapshots. Default: any source. */
  readonly source?: string | undefined;
  /** Whether every member of the snapshots is needed. */
  readonly details: boolean;
  /**
   * Whether a snapshot that the listing does not show counts as absent. AWS's own filter for manual snapshots saves
   * pages, but a snapshot that it wrongly hides would be made a second time, so such a listing does without it.
   */
  readonly mustBeComplete: boolean;
}

/** Returns the snapshots of all pages of a listing. */
export async function allPages<Remote>(pages: AsyncIterable<readonly Remote[]>): Promise<Remote[]> {
  const all: Remote[] = [];
  for await (const page of pages) {
    all.push(...page);
  }
  return all;
}

/** Returns whether a snapshot of this sort was taken automatically by a service. */
export function isAutomatic(sort: string | undefined): boolean {
  return /^(auto|system)/i.test(sort ?? "");
}

/** The calls that list snapshots. Kinds that share this object have the same snapshots. */
export interface Listing<Client, Remote> {
  /** Lists the manual snapshots, page by page. */
  pages(client: Client, asked: ListingOptions): AsyncIterable<readonly Remote[]>;
  /** The input that names the source to which a listing can be narrowed. */
  readonly sourceInput: string;
  /** Lists the snapshots of these names in one call, if AWS has such a call. */
  byNames?(client: Client, names: readonly string[]): Promise<readonly Remote[]>;
  /** Whether the listing may also show snapshots that other accounts share with the caller. */
  readonly showsShared?: boolean;
  /** Returns the time at which a snapshot was made, if a listing of the region has it. */
  createdAt(remote: Remote): Date | undefined;
  /** The command of the AWS CLI that deletes a snapshot, without the name at its end. */
  readonly deleteCommand: string;
}

/** The value of an input that changes in place. */
export type SettingValue = number | readonly string[] | undefined;

/** The calls of an input that changes in place. */
export interface Setting<Client, Remote> {
  /** Whether the create call sets the value and AWS's answers contain it. If not, it is set after AWS has finished. */
  readonly atCreate: boolean;
  /** Returns the value in AWS. */
  read(client: Client, remote: Remote): Promise<SettingValue>;
  /** Replaces the value in AWS. Returns the changed resource if AWS's answer contains it. */
  write(
    client: Client,
    remote: Remote,
    wanted: SettingValue,
    had: SettingValue,
  ): Promise<Remote | undefined>;
}

/** The source of a resource. */
export interface MadeFrom<Client, In = Inputs> {
  /** Inputs that name the source. Exactly one must be given; both only if one names a part of the other. */
  readonly inputs: readonly [string, ...string[]];
  /**
   * The inputs whose value names something of which AWS takes one snapshot at a time. If several are given, the first
   * one names the whole.
   */
  readonly oneAtATime: readonly string[];
  /**
   * Whether the source may be in another account. If `own`, an ARN of another account is a mistake. If `any`, equal
   * names in different accounts are different sources.
   */
  readonly account: "own" | "any";
  /** Returns the region of the source; undefined for the resource's own region. Absent if no other is possible. */
  region?(inputs: In): string | undefined;
  /** Asks AWS about the source before a create call in `region`; for kinds whose call needs more than the inputs. */
  describe?(client: Client, inputs: In, region: string): Promise<Source>;
  /** Asks AWS for the status of the source, to explain a refusal as busy; undefined if the inputs do not name it. */
  status(client: Client, inputs: In): Promise<SourceStatus | undefined>;
}

/** The sort of thing that a create call makes. */
export type Makes = "snapshot" | "copy" | "export" | "configuration";

/** The progress that AWS reports. */
export interface AwsProgress {
  /** 0 to 100. */
  readonly percent?: number | undefined;
  /** The finished part and the total, in megabytes. */
  readonly megabytes?: readonly [done: number | undefined, total: number | undefined];
  readonly secondsLeft?: number | undefined;
}

/** The status of a source while AWS refuses a create call as busy. */
export interface SourceStatus {
  /** The sort of source and its name: `cluster "orders"`. */
  readonly label: string;
  readonly status: string | undefined;
}

/** The source of a create call, as AWS describes it. */
export interface Source {
  readonly arn: string;
  /** The whole that the source is a part of, if AWS takes one snapshot of the whole at a time. */
  readonly partOf?: string | undefined;
  /** The name that the create call must use, if it is neither the ARN nor the value of the input. */
  readonly nameInCall?: string | undefined;
  /** Why the source cannot be used, as a sentence. */
  readonly problem?: string | undefined;
  /** Whether AWS copies the tags of the source if the create call has no tags. */
  readonly passesOnTags: boolean;
}

/** A source, and a client for the region that it is in. */
export interface DescribedSource<Client> extends Source {
  readonly client: Client;
}

/** Two inputs, one of which names a part of the other's whole. A snapshot of the part is a snapshot of the whole. */
export interface PartAndWhole {
  readonly part: string;
  readonly whole: string;
  /** Returns whether the name is that of a part of the whole. */
  isPart(part: string, whole: string): boolean;
}

/** The inputs that make a copy an export: files in a bucket, which the service can neither show nor delete. */
export interface ExportSpec {
  /** The input that holds the bucket. The resource is an export if it is given. */
  readonly bucket: string;
  /** Whether the files have the export's own name, under which AWS may show it, or the name of the snapshot. */
  readonly namedBy: "target" | "source";
}

/** AWS error codes with a meaning for the lifecycle, with or without their `Fault` or `Exception` ending. */
export interface Codes {
  /** The resource does not exist. */
  readonly gone: readonly Code[];
  /** Something of that name already exists. */
  readonly exists: readonly Code[];
  /** The source cannot be used right now: another backup or change is in progress. */
  readonly busy: readonly Code[];
  /** The resource cannot be deleted in its current status. */
  readonly undeletable: readonly Code[];
  /** The resource cannot be described right now, because something else is in progress. */
  readonly unreadable?: readonly Code[];
}

/** A per-region limit on how many resources AWS makes at once, whatever they are made from; for example five copies. */
export interface ConcurrencyLimit<Client, In = Inputs> {
  /** The resources that the limit counts, in the plural. Kinds with the same label share the limit. */
  readonly label: string;
  /** Maximum number at a time, unless the stack's configuration sets another. */
  readonly most: number;
  /** Codes that mean either this limit or a quota of existing resources. */
  readonly codes: readonly string[];
  /** Matches AWS's message if the code means this limit, which passes. */
  readonly passing: RegExp;
  /** Matches AWS's message if the code means the quota, which does not pass. */
  readonly lasting: RegExp;
  /** Returns whether a resource with these inputs in that region counts. */
  applies(inputs: In, region: string): boolean;
  /** Returns the number in progress, which decides if AWS's message matches neither. */
  running(client: Client): Promise<number>;
}

/**
 * A kind of resource, described by the answers to seven questions. It knows the service and nothing about Pulumi; the
 * lifecycle knows Pulumi and nothing about the service. `AwsService` and `ServiceAdvice` answer one of the questions:
 * how the service is called, and what to do about its errors.
 */
export interface Kind<Client = unknown, Remote = unknown, In = Inputs>
  extends AwsService<Client>,
    ServiceAdvice {
  // What does a program see?

  /** `<service>:<Class>`, part of the state of every stack. */
  readonly name: string;
  /** The name for people, for example `MemoryDB snapshot`. */
  readonly label: string;
  readonly naming: NameSpec;

  // What is it made from, and what is made?

  readonly madeFrom: MadeFrom<Client, In>;
  readonly makes: Makes;
  /** How to request an export, if the create call can make exports. */
  readonly export?: ExportSpec;

  // What are the rules of its inputs?

  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly partAndWhole?: PartAndWhole;
  /** The calls of the inputs that change in place, except tags. */
  readonly settings?: Readonly<Record<string, Setting<Client, Remote>>>;

  // How does AWS name its members, its statuses and its errors?

  /** The type that their ARNs name, where AWS documents it. Their service is that of `actions`. */
  readonly arnType?: string;
  arn(remote: Remote): string | undefined;
  nameOf(remote: Remote): string | undefined;
  status(remote: Remote): string | undefined;
  /** Returns every member of AWS's answer, in camel case. */
  outputs(remote: Remote): Props;
  /** Returns the inputs, except the name, that AWS's answer contains, for a resource that is only looked up. */
  inputsFrom(remote: Remote): Props;
  /** Returns the progress of an unfinished resource, if AWS reports it. */
  awsProgress?(remote: Remote): AwsProgress;
  /** Whether AWS took the resource automatically; absent if AWS takes none automatically. */
  isAutomatic?(remote: Remote): boolean;
  /** Statuses of a finished resource, in any spelling. A status that is neither finished nor failed is pending. */
  readonly finished: readonly string[];
  /** Statuses of a resource that will never be finished, in any spelling. */
  readonly failed: readonly string[];
  readonly codes: Codes;
  /** AWS's limit on how many are made at once, if its error code also has another meaning. */
  readonly concurrencyLimit?: ConcurrencyLimit<Client, In>;

  // Which calls are sent?

  /** Sends the create call. Returns the resource in AWS's answer. */
  create(
    client: Client,
    inputs: In,
    tags: Tags,
    source: DescribedSource<Client> | undefined,
  ): Promise<Remote | undefined>;
  /** Finds a resource. Returns undefined, or throws an error with a code of `gone`, if it does not exist. */
  find(client: Client, target: Target): Promise<Remote | undefined>;
  /** Returns why \`find\` found nothing although AWS has something with that ARN, as a sentence. */
  whyNotFound?(client: Client, target: Target): Promise<string | undefined>;
  /** Returns whether an existing resource has these inputs and may be adopted; for kinds without a creating tag. */
  matchesInputs?(remote: Remote, inputs: In): boolean;
  delete(client: Client, remote: Remote): Promise<void>;
  /** The calls for tags; absent if AWS has none. */
  readonly tagging?: TagCalls<Client>;
  /** The listing that shows what an interrupted create may have made; for kinds with tags. */
  readonly listing?: Listing<Client, Remote>;
}

/** Returns the verb for a create call in errors. */
export function createVerb({ makes }: Kind): string {
  return { snapshot: "creating", copy: "copying", export: "exporting", configuration: "creating" }[
    makes
  ];
}

/** Returns whether AWS takes time and reports a status. A configuration exists as soon as AWS accepts it. */
export function takesTime({ makes }: Kind): boolean {
  return makes !== "configuration";
}
