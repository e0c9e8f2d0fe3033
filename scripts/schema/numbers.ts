// Which numbers are whole. TypeScript has one type of number, and most other languages have two.

/**
 * The numbers that can have a fraction: AWS's models have them as doubles. All others are whole. The interop level
 * compares this with the models.
 */
export const fractional: ReadonlySet<string> = new Set([
  "totalBackupSizeInMegaBytes",
  "actualIncrementalBackupSizeInMegaBytes",
  "backupProgressInMegaBytes",
  "currentBackupRateInMegaBytesPerSecond",
]);
