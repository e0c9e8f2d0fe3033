import { provider } from "pulumi-aws-snapshots/dynamic";
import { type LocalAws, startLocalAws } from "pulumi-aws-snapshots/local-aws";

export const local: Promise<LocalAws> = startLocalAws({ port: 0 });
export const kind = provider("memorydb:Snapshot");

// @ts-expect-error: a port is a number
export const wrong: Promise<LocalAws> = startLocalAws({ port: "0" });
