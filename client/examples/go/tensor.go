package main

import (
	"encoding/binary"
	"math"

	"ijepa.dev/examples/embed/ijepav1"
)

// norm returns the Euclidean norm of all elements.
func norm(tensor *ijepav1.Tensor) float64 {
	var sum float64
	for _, value := range values(tensor) {
		sum += value * value
	}
	return math.Sqrt(sum)
}

// values returns the numbers that the elements of a tensor stand for.
func values(tensor *ijepav1.Tensor) []float64 {
	data := tensor.GetData()
	switch tensor.GetElementType() {
	case ijepav1.ElementType_ELEMENT_TYPE_F16:
		return decode(data, 2, func(_ int, bytes []byte) float64 {
			return float16(binary.LittleEndian.Uint16(bytes))
		})
	case ijepav1.ElementType_ELEMENT_TYPE_BF16:
		return decode(data, 2, func(_ int, bytes []byte) float64 {
			// The upper half of a float32.
			return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(bytes)) << 16))
		})
	case ijepav1.ElementType_ELEMENT_TYPE_INT8:
		shape, scales := tensor.GetShape(), tensor.GetScales()
		rowLength := int(shape[len(shape)-1])
		return decode(data, 1, func(i int, bytes []byte) float64 {
			return float64(scales[i/rowLength]) * float64(int8(bytes[0]))
		})
	default:
		return decode(data, 4, func(_ int, bytes []byte) float64 {
			return float64(math.Float32frombits(binary.LittleEndian.Uint32(bytes)))
		})
	}
}

// decode decodes elements of size bytes each.
func decode(data []byte, size int, element func(i int, bytes []byte) float64) []float64 {
	values := make([]float64, len(data)/size)
	for i := range values {
		values[i] = element(i, data[i*size:])
	}
	return values
}

// float16 returns the value of an IEEE 754 binary16.
func float16(bits uint16) float64 {
	sign, exponent, fraction := 1.0, int(bits>>10&0x1f), float64(bits&0x3ff)
	if bits>>15 == 1 {
		sign = -1
	}
	switch {
	case exponent == 0:
		return sign * math.Ldexp(fraction, -24)
	case exponent < 0x1f:
		return sign * math.Ldexp(1024+fraction, exponent-25)
	case fraction == 0:
		return math.Inf(int(sign))
	default:
		return math.NaN()
	}
}
