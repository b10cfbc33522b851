package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strings"

	"ijepa.dev/examples/embed/ijepav1"
)

// norm returns the Euclidean norm of a float32 vector.
func norm(vector *ijepav1.Tensor) float64 {
	var sum float64
	for data := vector.GetData(); len(data) >= 4; data = data[4:] {
		value := float64(math.Float32frombits(binary.LittleEndian.Uint32(data)))
		sum += value * value
	}
	return math.Sqrt(sum)
}

// writeNpy writes float32 vectors of one length as the rows of a NumPy file, version 1.0.
func writeNpy(path string, vectors []*ijepav1.Tensor) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}()

	header := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
		len(vectors), vectors[0].GetShape()[0])
	// Magic, version, the header's length and the header fill a multiple of 64 bytes.
	const preamble = 10
	header += strings.Repeat(" ", 63-(preamble+len(header))%64) + "\n"

	writer := bufio.NewWriter(file)
	writer.WriteString("\x93NUMPY\x01\x00")
	binary.Write(writer, binary.LittleEndian, uint16(len(header)))
	writer.WriteString(header)
	for _, vector := range vectors {
		// A tensor's bytes are little-endian already.
		writer.Write(vector.GetData())
	}
	return writer.Flush() // Tells what any of the writes met.
}
