// @ts-check
// How long each level of the tests took, so that a slow test is seen before it meets a busy machine.

/**
 * What vitest says of a file of tests. Times are in milliseconds.
 *
 * @typedef {object} TestFile
 * @property {string} name its path
 * @property {number} startTime
 * @property {number} endTime
 * @property {{ fullName: string, duration?: number | null | undefined, meta?: { host?: "dynamic" | "plugin" } }[]} assertionResults
 */

/**
 * A line for each level, in the order in which its first file began. The time of a level is that of its files, one after
 * the other: levels share the workers, so that they overlap on the clock.
 *
 * @param {readonly TestFile[]} files
 * @returns {string[]}
 */
export function levelTimes(files) {
  /** @type {Map<string, TestFile[]>} */
  const levels = new Map();
  for (const file of [...files].sort((a, b) => a.startTime - b.startTime)) {
    const level = /[\\/]test[\\/]([\w-]+)[\\/][^\\/]+$/.exec(file.name)?.[1] ?? "other";
    levels.set(level, [...(levels.get(level) ?? []), file]);
  }
  return [...levels].map(([level, ofLevel]) => {
    const tests = ofLevel.flatMap(({ assertionResults }) => assertionResults);
    const took = ofLevel.reduce((sum, { startTime, endTime }) => sum + endTime - startTime, 0);
    const [slowest] = tests.toSorted((a, b) => (b.duration ?? 0) - (a.duration ?? 0));
    const title = slowest === undefined ? "none" : slowest.fullName;
    return `${level}: ${tests.length} tests took ${seconds(took)}, the slowest ${seconds(slowest?.duration ?? 0)}: ${title}`;
  });
}

/**
 * Returns how many cases of the contract tests ran through each host of the lifecycle; undefined if none did.
 *
 * @param {readonly TestFile[]} files
 * @returns {string | undefined}
 */
export function casesByHost(files) {
  const hosts = files.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ meta }) => meta?.host ?? []),
  );
  const count = (/** @type {string} */ name) => hosts.filter((host) => host === name).length;
  return hosts.length === 0
    ? undefined
    : `contract: ${count("dynamic")} cases through the dynamic host, ${count("plugin")} through the plugin`;
}

/** @param {{ testResults: readonly TestFile[] }} results vitest's */
export function tellLevels({ testResults }) {
  for (const line of [...levelTimes(testResults), casesByHost(testResults) ?? []].flat()) {
    console.log(line);
  }
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
