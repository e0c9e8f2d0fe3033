// @ts-check
import { gzipSync } from "node:zlib";

/**
 * A file of a tarball.
 *
 * @typedef {{ name: string, content: Buffer, isExecutable: boolean }} File
 */

const blockSize = 512;

/**
 * Makes a gzipped tarball whose bytes depend on nothing but the files: no time, no owner, no umask, and permissions also
 * where the file system has none.
 *
 * @param {readonly File[]} files
 * @returns {Buffer}
 */
export function tarball(files) {
  const blocks = files.flatMap((file) => [headerOf(file), padded(file.content)]);
  // Two empty blocks end an archive.
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]), { level: 9 });
}

/** @param {File} file */
function headerOf({ name, content, isExecutable }) {
  if (Buffer.byteLength(name) > 100) throw new Error(`the name ${name} is too long for a tarball`);
  const header = Buffer.alloc(blockSize);
  const octal = (/** @type {number} */ value, /** @type {number} */ digits) =>
    `${value.toString(8).padStart(digits, "0")}\0`;
  // The fields of the format ustar, by their offset.
  header.write(name, 0);
  header.write(octal(isExecutable ? 0o755 : 0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(content.length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\0" + "00", 257);
  // The checksum counts its own field as spaces.
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)} `, 148);
  return header;
}

/** @param {Buffer} content */
function padded(content) {
  return Buffer.concat([content, Buffer.alloc(-content.length & (blockSize - 1))]);
}
