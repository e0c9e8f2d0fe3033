import type { Question } from "../lifecycle/keeping/others.js";
import { lifecycle } from "../lifecycle/lifecycle.js";
import { Runtime } from "../lifecycle/runtime.js";
import type { Problem } from "../preview/problem.js";
import type { Clock } from "../values/clock.js";
import { equal, type Props } from "../values/json.js";
import { type Facts, factsOf, relatedFrom } from "./backup-facts.js";
import { CancellableClock } from "./cancellable-clock.js";
import { asStackConfig, callerOf, configurationProblems } from "./configuration.js";
import { inputChanges } from "./detailed-diff.js";
import { EngineLine } from "./engine-log.js";
import { type FunctionAnswer, invokeFunction } from "./functions.js";
import { OtherProcesses } from "./other-processes.js";
import { PluginResource, type ShownDifference } from "./resource.js";
import { either, nothing, type Secrecy } from "./secrecy.js";
import { kindOf } from "./tokens.js";
import type { Received } from "./wire.js";

/** A provider process: one configuration, and the resources that it is for. */
export class Plugin {
  /** The line to the engine. */
  readonly line: EngineLine;
  /** The other processes of the run. */
  readonly others: OtherProcesses;
  readonly #realClock: Clock;
  readonly #resources = new Map<string, PluginResource>();
  #clock: CancellableClock;
  #runtime: Runtime;
  #configuration: Received | undefined;
  /** A text that changes with the settings that lead to the caller. */
  #caller: string | undefined;

  constructor(clock: Clock, engineAddress?: string) {
    this.line = new EngineLine(engineAddress);
    this.others = new OtherProcesses(engineAddress);
    this.#realClock = clock;
    this.#clock = new CancellableClock(clock);
    this.#runtime = this.#newRuntime();
  }

  #newRuntime(): Runtime {
    const runtime: Runtime = new Runtime(this.#clock, this.line.log, {
      relatedTo: (question) =>
        this.others.ask(question, (answers) => relatedFrom(answers, runtime)),
    });
    return runtime;
  }

  /** Takes the address of the engine, which tells the runs apart. */
  belongTo(engineAddress: string): void {
    this.line.moveTo(engineAddress);
    this.others.moveTo(engineAddress);
  }

  /** Answers another process of the run that is to delete a resource. */
  factsFor(question: Question): Facts {
    return factsOf(this.#runtime.guard.related(question));
  }

  /** Returns what is wrong with the configuration of a provider. */
  checkConfig(news: Props): readonly Problem[] {
    return configurationProblems(news);
  }

  /**
   * Returns what a changed configuration of a provider does. It replaces no provider, which would replace all of its
   * resources: each resource itself knows its region and its account.
   */
  diffConfig(olds: Props, news: Props): ShownDifference {
    return {
      changes: !equal(olds, news),
      replaces: [],
      properties: inputChanges(olds, news, []),
      deletesFirst: false,
      stable: [],
    };
  }

  /** Begins a run. A process that a person started, for example in a debugger, serves several runs. */
  configure(configuration: Received): void {
    if (this.#configuration !== undefined) {
      this.#clock = new CancellableClock(this.#realClock);
      this.#runtime = this.#newRuntime();
      this.#resources.clear();
    }
    this.#configuration = configuration;
    this.#caller = callerOf(configuration.props);
    this.#runtime.configure(asStackConfig(configuration.props));
  }

  /** Returns the methods for the resource with this URN. */
  resource(urn: string): PluginResource {
    const kind = kindOf(urn);
    const known = this.#resources.get(kind.name);
    if (known !== undefined) {
      return known;
    }
    const made = new PluginResource(kind, lifecycle(kind, this.#runtime), {
      organization: () => {
        const { organization } = this.#configuration?.props ?? {};
        return typeof organization === "string" ? organization : undefined;
      },
      caller: () => this.#caller,
    });
    this.#resources.set(kind.name, made);
    return made;
  }

  /** Answers a function of the package. */
  invoke(token: string, args: Received): Promise<FunctionAnswer> {
    return invokeFunction(token, args, {
      connections: this.#runtime.connections,
      clock: this.#clock,
      tell: (text) => this.line.log("", `${token}: ${text}`, "info"),
    });
  }

  /** Returns the secrecy of inputs that the provider answers, from that of the properties that it was given. */
  secrecyOf(...given: readonly ReadonlyMap<string, Secrecy>[]): ReadonlyMap<string, Secrecy> {
    const all = given.reduce(either, nothing);
    const tags = all.get("tags");
    const ofAllTags = this.#configuration?.secrecy.has("defaultTags") ? "all" : tags;
    return ofAllTags === undefined ? all : either(all, new Map([["tagsAll", ofAllTags]]));
  }

  /** Ends all waits. The engine says so at the first ^C, and at the end of every run. */
  cancel(): void {
    this.#clock.cancel();
  }
}
