import type { dynamic } from "@pulumi/pulumi";

/** The methods of a dynamic provider, all of them. */
export type Provider = Required<Omit<dynamic.ResourceProvider, "configure">> &
  Pick<dynamic.ResourceProvider, "configure">;

export type { EngineLog } from "../waiting/progress.js";
