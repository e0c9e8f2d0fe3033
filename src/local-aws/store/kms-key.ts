import { createHash } from "node:crypto";
import type { Place } from "./place.js";

/** Returns the ARN that AWS reports for a key that was given as an id, an alias or an ARN. Every alias stands for a key. */
export function keyArn(key: string, { account, region }: Place): string {
  const alias = /^(?:arn:aws[\w-]*:kms:[\w-]+:\d{12}:)?(alias\/.+)$/.exec(key)?.[1];
  if (alias === undefined && key.startsWith("arn:")) return key;
  const id = alias === undefined ? key : idOfAlias(`${account} ${region} ${alias}`);
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

function idOfAlias(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
