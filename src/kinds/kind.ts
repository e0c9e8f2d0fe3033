import type { AwsService } from "../aws/connection.js";
import type { Code, ServiceAdvice } from "../aws/errors.js";
import type { Props, Tags } from "../values/json.js";
import type { InputSpec, Inputs } from "./input.js";

/** The input that holds the resource's name, and whose name that is. */
export type NameSpec = {
  /** Input that holds the name. */
  readonly input: string;
  /** Whether ARNs end with the name. */
  readonly inArn: boolean;
  /** What AWS has only one of, as a sentence. Kinds with the same sentence share the names. */
  readonly unique: string;
} & (
  | {
      /** The resource has a name of its own, which is made automatically if the program gives none. */
      readonly isOwn: true;
      /** Longest name that AWS takes. */
      readonly max: number;
    }
  // The resource goes by the name of what it is made from.
  | { readonly isOwn: false }
);

/** What is looked for: by name, or by ARN where no name is known. */
export interface Target {
  readonly name: string;
  readonly arn: string | undefined;
}

/** Which tags AWS takes. */
export interface TagRules {
  /** Most tags that AWS keeps on one of them. */
  readonly limit: number;
  /** Prefixes of keys that AWS keeps for itself, beside `aws:`. */
  readonly reserved?: readonly string[];
}

/** Calls for tags, for kinds that can be tagged. They take the ARN. */
export interface TagCalls<Client> extends TagRules {
  /** Codes that say that there is no such tag to take off, where AWS minds that. */
  readonly absent?: readonly Code[];
  list(client: Client, arn: string): Promise<Tags>;
  add(client: Client, arn: string, tags: Tags): Promise<void>;
  remove(client: Client, arn: string, keys: string[]): Promise<void>;
}

/** What a listing shall show. */
export interface Asked {
  /** Name or ARN of what the snapshots are taken of; of anything, if it is not given. */
  readonly narrowedTo?: string | undefined;
  /** Whether every member is needed. */
  readonly details: boolean;
  /**
   * Whether what it does not show counts as not there. Then AWS is not asked to leave out automatic ones: that saves
   * pages and proves nothing, and a snapshot that is there unseen is made a second time.
   */
  readonly isProof: boolean;
  /** Which snapshots it shows; manual ones, if nothing is said. */
  readonly type?: SnapshotType | undefined;
  /** The time after which snapshots were taken. AWS is asked for those if it can; others may be shown too. */
  readonly since?: Date | undefined;
}

/** Who took a snapshot: somebody, or the service by itself. */
export type SnapshotType = "manual" | "automated" | "any";

/** The word with which AWS is asked for snapshots of a type; undefined where it is to show all. */
export function typeFilter(
  { isProof, type = "manual" }: Asked,
  words: Readonly<Record<"manual" | "automated", string>>,
): string | undefined {
  return isProof || type === "any" ? undefined : words[type];
}

/** Whether a snapshot is of the type that was asked for. `sort` is AWS's word for who took it. */
export function isOfType({ type = "manual" }: Asked, sort: string | undefined): boolean {
  return type === "any" || isAutomatic(sort) === (type === "automated");
}

/** All pages of a listing. */
export async function listed<Remote>(pages: AsyncIterable<readonly Remote[]>): Promise<Remote[]> {
  const all: Remote[] = [];
  for await (const page of pages) {
    all.push(...page);
  }
  return all;
}

/** Whether AWS says of a snapshot that a service took it by itself. */
export function isAutomatic(sort: string | undefined): boolean {
  return /^(auto|system)/i.test(sort ?? "");
}

/** How all of them are found at once. Kinds with one and the same listing list the same ones. */
export interface Listing<Client, Remote> {
  /** All of the type that is asked for, page by page. */
  pages(client: Client, asked: Asked): AsyncIterable<readonly Remote[]>;
  /** Input to which the pages are narrowed, where it is given and not every page is needed. */
  readonly narrowedBy: string;
  /** Those of these names in one call, if AWS takes such a call. */
  byNames?(client: Client, names: readonly string[]): Promise<readonly Remote[]>;
  /** Whether it may show what other accounts share with the caller as well. */
  readonly showsShared?: boolean;
  /** When the data in one was saved, where AWS says so. */
  takenAt(remote: Remote): Date | undefined;
  /** When one was made, where that is another time: a copy may have the time of its source. */
  madeAt?(remote: Remote): Date | undefined;
  /**
   * Returns those that were taken of the source in these inputs, where AWS's answers do not name it as inputs do. The
   * source may be gone.
   */
  ofSource?(client: Client, inputs: Props, remotes: readonly Remote[]): Promise<Remote[]>;
  /** The command of the AWS CLI that deletes one. The name follows. */
  readonly deleteCommand: string;
}

/** A value of an input that changes in place. */
export type SettingValue = number | readonly string[] | undefined;

/** The calls of an input that changes in place. */
export interface Setting<Client, Remote> {
  /** Whether the create call takes it, and every answer holds it. If not, it can be set once AWS has finished. */
  readonly atCreate: boolean;
  /** What AWS has. */
  read(client: Client, remote: Remote): Promise<SettingValue>;
  /** Has AWS take a value in place of another one. Answers what AWS then answers about the resource, if it does. */
  write(
    client: Client,
    remote: Remote,
    wanted: SettingValue,
    had: SettingValue,
  ): Promise<Remote | undefined>;
}

/** What a resource is made from. */
export interface MadeFrom<Client, In = Inputs> {
  /** Inputs that name it. Of several exactly one must be given, or also both where one names a part of the other one. */
  readonly inputs: readonly [string, ...string[]];
  /** Those of them that name what AWS takes one snapshot of at a time. Where several are given the first one names the whole. */
  readonly oneAtATime: readonly string[];
  /**
   * Whether the source may be in another account. If `own`, an ARN of another account is a mistake. If `any`, equal
   * names in different accounts are different sources.
   */
  readonly account: "own" | "any";
  /** The region that it is in, where that need not be the resource's own; undefined for that. */
  region?(inputs: In): string | undefined;
  /** Asks its region about it before a create call in `region`, for kinds that need to know more than the inputs say. */
  look?(client: Client, inputs: In, region: string): Promise<Source>;
  /** Asks its region for its status, while AWS refuses the create call as busy; nothing where no input names it. */
  status(client: Client, inputs: In): Promise<SourceStatus | undefined>;
}

/** What a create call makes. */
export type Makes = "snapshot" | "copy" | "export" | "configuration";

/** How far AWS is. */
export interface Headway {
  /** 0 to 100. */
  readonly percent?: number | undefined;
  /** How much of how much, in megabytes. */
  readonly megabytes?: readonly [done: number | undefined, total: number | undefined];
  readonly secondsLeft?: number | undefined;
}

/** What a create call works from, as AWS shows it while it refuses the call as busy. */
export interface SourceStatus {
  /** What it is, with its name: `cluster "orders"`. */
  readonly what: string;
  readonly status: string | undefined;
}

/** What is known of the source of a create call. */
export interface Source {
  readonly arn: string;
  /** The whole that it is a part of, if that is how AWS sees it: of that one snapshot is taken at a time. */
  readonly partOf?: string | undefined;
  /** What the create call names, where that is neither its ARN nor what the inputs say. */
  readonly named?: string | undefined;
  /** Why nothing can be made of it as it was asked, as a sentence. */
  readonly problem?: string | undefined;
  /** Whether AWS puts its tags on what is made of it, if the call brings no others. */
  readonly givesTags: boolean;
}

/** A source, and the client of the region that it is in. */
export interface SeenSource<Client> extends Source {
  readonly client: Client;
}

/** Two inputs, of which one names a part of what the other one names. A snapshot of the part is one of the whole. */
export interface PartAndWhole {
  readonly part: string;
  readonly whole: string;
  /** Whether a part is named as those of a whole are. */
  isPart(part: string, whole: string): boolean;
}

/** The inputs that make a copy an export: what then stands in the bucket the service can neither show nor delete. */
export interface ExportSpec {
  /** Input that holds the bucket. Where it is given, an export is asked for. */
  readonly bucket: string;
  /** Whose name the files have: the export's own, under which AWS may show it, or that of the snapshot. */
  readonly namedBy: "target" | "source";
}

/** AWS error codes with a meaning for the lifecycle, with or without their `Fault` or `Exception` ending. */
export interface Codes {
  /** It does not exist. */
  readonly gone: readonly Code[];
  /** One of that name exists. */
  readonly exists: readonly Code[];
  /** The source cannot be used right now: another backup or change is under way. */
  readonly busy: readonly Code[];
  /** It cannot be deleted in its present status. */
  readonly undeletable: readonly Code[];
  /** It cannot be looked at right now, where AWS says that at all: something else is under way. */
  readonly unreadable?: readonly Code[];
}

/** A per-region limit on how many resources AWS makes at once, whatever they are made from; for example five copies. */
export interface Crowd<Client, In = Inputs> {
  /** What they are together: kinds with the same words share the places. */
  readonly what: string;
  /** How many AWS makes at one time, where the stack's configuration says nothing else. */
  readonly most: number;
  /** Codes that mean this as well as a quota of those that are there. */
  readonly codes: readonly string[];
  /** What AWS's text says where it means this, which passes by itself. */
  readonly passing: RegExp;
  /** What it says where it means the quota, which does not. */
  readonly final: RegExp;
  /** Whether one with these inputs, made in that region, takes up a place. */
  takesPlace(inputs: In, region: string): boolean;
  /** How many are under way: it decides where the text says neither. */
  running(client: Client): Promise<number>;
}

/**
 * What one kind of resource must say about itself: the answers to seven questions. It knows the service and nothing of
 * Pulumi; the lifecycle knows Pulumi and nothing of the service. Which service it is of, and what that service's errors
 * ask for, is the second answer: `AwsService` and `ServiceAdvice`.
 */
export interface Kind<Client = unknown, Remote = unknown, In = Inputs>
  extends AwsService<Client>,
    ServiceAdvice {
  // What does a program see?

  /** `<service>:<Class>`, part of the state of every stack. */
  readonly name: string;
  /** What a person calls it, for example `MemoryDB snapshot`. */
  readonly label: string;
  readonly naming: NameSpec;

  // What is it made from, and what is made?

  readonly madeFrom: MadeFrom<Client, In>;
  readonly makes: Makes;
  /** How to ask for an export, where the create call can make one. */
  readonly export?: ExportSpec;

  // What are the rules of its inputs?

  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly partAndWhole?: PartAndWhole;
  /** Calls of the inputs that change in place, beside tags. */
  readonly settings?: Readonly<Record<string, Setting<Client, Remote>>>;

  // How does AWS name its members, its statuses and its errors?

  /** The type that their ARNs name, where AWS documents it. Their service is that of `actions`. */
  readonly arnType?: string;
  arn(remote: Remote): string | undefined;
  nameOf(remote: Remote): string | undefined;
  status(remote: Remote): string | undefined;
  /** Every member of AWS's answer, in camel case. */
  outputs(remote: Remote): Props;
  /** The inputs, beside the name, that can be told from AWS's answer, for one that is only looked up. */
  lookedUp(remote: Remote): Props;
  /** How far one is that is being made, where AWS says it. */
  headway?(remote: Remote): Headway;
  /** Statuses of a finished one, in any spelling. Whatever is neither finished nor failed is pending. */
  readonly finished: readonly string[];
  /** Statuses from which none recovers, in any spelling. */
  readonly failed: readonly string[];
  readonly codes: Codes;
  /** What AWS says where too many are being made at one time, if it has no word of its own for that. */
  readonly crowd?: Crowd<Client, In>;

  // Which calls are sent?

  /** The create call. Answers what AWS answered. */
  create(
    client: Client,
    inputs: In,
    tags: Tags,
    source: SeenSource<Client> | undefined,
  ): Promise<Remote | undefined>;
  /** The one that is looked for; nothing, or an error with a code of `gone`, where there is none. */
  find(client: Client, target: Target): Promise<Remote | undefined>;
  /** Why AWS has something with that ARN which is none of this kind, as a sentence; asked where `find` finds nothing. */
  stranger?(client: Client, target: Target): Promise<string | undefined>;
  /** Whether the service took it by itself, where services do. */
  isAutomatic?(remote: Remote): boolean;
  /** Whether one that exists is what the inputs ask for, and may be taken for it; for kinds that cannot be marked. */
  isAsAsked?(remote: Remote, inputs: In): boolean;
  delete(client: Client, remote: Remote): Promise<void>;
  /** Calls for tags; absent where AWS has none. */
  readonly tagging?: TagCalls<Client>;
  /** How those are found that an interrupted create may have made; for kinds with tags. */
  readonly listing?: Listing<Client, Remote>;
}

/** The verb of a create call, as errors say it. */
export function doing({ makes }: Kind): string {
  return { snapshot: "creating", copy: "copying", export: "exporting", configuration: "creating" }[
    makes
  ];
}

/** Whether AWS has a status for it, and takes its time. A configuration is there as soon as AWS accepts it. */
export function takesTime({ makes }: Kind): boolean {
  return makes !== "configuration";
}
