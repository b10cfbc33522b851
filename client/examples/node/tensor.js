/** The Euclidean norm of all elements. */
export function norm(tensor) {
  let sum = 0;
  for (const value of values(tensor)) {
    sum += value ** 2;
  }
  return Math.sqrt(sum);
}

/** The numbers that the elements of a tensor stand for. */
function values({ elementType, shape, data, scales }) {
  switch (elementType) {
    case 'ELEMENT_TYPE_F32':
      return decode(data, 4, (i) => data.readFloatLE(i * 4));
    case 'ELEMENT_TYPE_F16':
      return decode(data, 2, (i) => float16(data.readUInt16LE(i * 2)));
    case 'ELEMENT_TYPE_BF16':
      return decode(data, 2, (i) => bfloat16(data.readUInt16LE(i * 2)));
    case 'ELEMENT_TYPE_INT8': {
      const rowLength = shape.at(-1);
      return decode(data, 1, (i) => scales[Math.floor(i / rowLength)] * data.readInt8(i));
    }
    default:
      throw new Error(`unknown element type: ${elementType}`);
  }
}

function decode(data, size, element) {
  return Float64Array.from({ length: data.length / size }, (_, i) => element(i));
}

/** The value of an IEEE 754 binary16. */
function float16(bits) {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  if (exponent < 0x1f) {
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  return fraction === 0 ? sign * Infinity : NaN;
}

/** The value of a bfloat16: the upper half of a float32. */
function bfloat16(bits) {
  const float = new DataView(new ArrayBuffer(4));
  float.setUint16(0, bits);
  return float.getFloat32(0);
}
