import { writeFile } from 'node:fs/promises';

/** NumPy's names of the element types. It has no bfloat16. */
const DESCRIPTIONS = {
  ELEMENT_TYPE_F32: '<f4',
  ELEMENT_TYPE_F16: '<f2',
  ELEMENT_TYPE_BF16: '<V2',
  ELEMENT_TYPE_INT8: '|i1',
};

/** Writes tensors of one shape as the rows of a NumPy file; the scales of INT8 go to another beside it. */
export async function writeTensors(path, tensors) {
  const { elementType } = tensors[0];
  const shape = [tensors.length, ...tensors[0].shape];
  // A tensor's bytes are little-endian already.
  const elements = tensors.map(({ data }) => data);
  await writeNpy(path, DESCRIPTIONS[elementType], shape, elements);
  if (elementType === 'ELEMENT_TYPE_INT8') {
    const scales = tensors.map((tensor) => littleEndian(tensor.scales));
    await writeNpy(`${path.replace(/\.npy$/, '')}.scales.npy`, '<f4', shape.slice(0, -1), scales);
  }
}

function littleEndian(floats) {
  const bytes = Buffer.alloc(floats.length * 4);
  floats.forEach((float, i) => bytes.writeFloatLE(float, i * 4));
  return bytes;
}

/** Writes the rows of an array, each as little-endian bytes, as a NumPy file, version 1.0. */
async function writeNpy(path, type, shape, rows) {
  const axes = shape.map((axis) => `${axis},`).join(' ');
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${axes}), }`;
  // Magic, version, the header's length and the header fill a multiple of 64 bytes.
  const preamble = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  const length = Math.ceil((preamble.length + description.length + 1) / 64) * 64 - preamble.length;
  preamble.writeUInt16LE(length, 8);
  await writeFile(path, [preamble, `${description.padEnd(length - 1)}\n`, ...rows]);
}
