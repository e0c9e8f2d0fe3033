import { memorydb } from "pulumi-aws-snapshots";
import { live } from "./lifecycle.cjs";

await live(memorydb);
