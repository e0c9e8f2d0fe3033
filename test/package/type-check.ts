import { dirname, join } from "node:path";
import ts from "typescript";

const strict: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
};

/** The module resolutions of TypeScript programs, by name. */
export const resolutions = {
  node10: {
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    ignoreDeprecations: "6.0",
  },
  node16: { module: ts.ModuleKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
} as const satisfies Record<string, ts.CompilerOptions>;

/**
 * Type-checks the programs of a project and this package's declarations. The declarations of other packages are not
 * checked.
 */
export function typeErrors(
  folder: string,
  files: readonly string[],
  resolution: keyof typeof resolutions,
): { checked: string[]; errors: string[] } {
  const program = ts.createProgram(
    files.map((file) => join(folder, file)),
    { ...strict, ...resolutions[resolution], typeRoots: [join(folder, "node_modules", "@types")] },
  );
  const ours = program.getSourceFiles().filter(({ fileName }) => isOurs(folder, fileName));
  return {
    checked: ours.map(({ fileName }) => fileName),
    errors: [
      ...program.getOptionsDiagnostics(),
      ...program.getGlobalDiagnostics(),
      ...ours.flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ]),
    ].map(
      ({ file, messageText }) =>
        `${file?.fileName ?? "options"}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
  };
}

function isOurs(folder: string, file: string): boolean {
  return dirname(file) === folder || file.includes("/node_modules/pulumi-aws-snapshots/");
}
