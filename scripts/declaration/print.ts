// Prints what the package declares as JSON: kinds, their inputs and outputs, and all documentation.
import { join } from "node:path";
import { readDeclaration } from "./read.js";

console.log(JSON.stringify(readDeclaration(join(__dirname, "..", "..")), null, 2));
