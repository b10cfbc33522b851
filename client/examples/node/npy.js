import { writeFile } from 'node:fs/promises';

/** The Euclidean norm of a float32 vector, given as little-endian bytes. */
export function norm(data) {
  let sum = 0;
  for (let offset = 0; offset < data.length; offset += 4) {
    sum += data.readFloatLE(offset) ** 2;
  }
  return Math.sqrt(sum);
}

/** Writes float32 vectors of one length, given as little-endian bytes, as the rows of a NumPy file, version 1.0. */
export async function writeNpy(path, vectors) {
  const shape = `(${vectors.length}, ${vectors[0].length / 4})`;
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  // Magic, version, the header's length and the header fill a multiple of 64 bytes.
  const preamble = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  const length = Math.ceil((preamble.length + description.length + 1) / 64) * 64 - preamble.length;
  preamble.writeUInt16LE(length, 8);
  await writeFile(path, [preamble, `${description.padEnd(length - 1)}\n`, ...vectors]);
}
