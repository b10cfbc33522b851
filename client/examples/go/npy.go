package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"ijepa.dev/examples/embed/ijepav1"
)

// NumPy's names of the element types. It has no bfloat16.
var descriptions = map[ijepav1.ElementType]string{
	ijepav1.ElementType_ELEMENT_TYPE_F32:  "<f4",
	ijepav1.ElementType_ELEMENT_TYPE_F16:  "<f2",
	ijepav1.ElementType_ELEMENT_TYPE_BF16: "<V2",
	ijepav1.ElementType_ELEMENT_TYPE_INT8: "|i1",
}

// writeTensors writes tensors of one shape as the rows of a NumPy file; the scales of INT8 go to another beside it.
func writeTensors(path string, tensors []*ijepav1.Tensor) error {
	first := tensors[0]
	shape := append([]uint32{uint32(len(tensors))}, first.GetShape()...)
	var elements, scales [][]byte
	for _, tensor := range tensors {
		// A tensor's bytes are little-endian already.
		elements = append(elements, tensor.GetData())
		var row bytes.Buffer
		binary.Write(&row, binary.LittleEndian, tensor.GetScales()) // A Buffer takes all.
		scales = append(scales, row.Bytes())
	}
	if err := writeNpy(path, descriptions[first.GetElementType()], shape, elements); err != nil {
		return err
	}
	if first.GetElementType() != ijepav1.ElementType_ELEMENT_TYPE_INT8 {
		return nil
	}
	return writeNpy(strings.TrimSuffix(path, ".npy")+".scales.npy", "<f4", shape[:len(shape)-1], scales)
}

// writeNpy writes the rows of an array as a NumPy file, version 1.0.
func writeNpy(path, description string, shape []uint32, rows [][]byte) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}()

	var axes strings.Builder
	for _, axis := range shape {
		fmt.Fprintf(&axes, "%d, ", axis)
	}
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", description, axes.String())
	// Magic, version, the header's length and the header fill a multiple of 64 bytes.
	const preamble = 10
	header += strings.Repeat(" ", 63-(preamble+len(header))%64) + "\n"

	writer := bufio.NewWriter(file)
	writer.WriteString("\x93NUMPY\x01\x00")
	binary.Write(writer, binary.LittleEndian, uint16(len(header)))
	writer.WriteString(header)
	for _, row := range rows {
		writer.Write(row)
	}
	return writer.Flush() // Tells what any of the writes met.
}
