//! Vectors of float32 in NumPy's file format, version 1.0.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::ijepa::v1::Tensor;

const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
const ALIGNMENT: usize = 64;

/// Returns the Euclidean norm of a vector.
pub fn norm(vector: &Tensor) -> f64 {
    let (values, _) = vector.data.as_chunks::<4>();
    let squares = values.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes)).powi(2));
    squares.sum::<f64>().sqrt()
}

/// Writes vectors of one length as the rows of an array; there is at least one.
pub fn write(path: &Path, vectors: &[Tensor]) -> io::Result<()> {
    let shape = (vectors.len(), vectors[0].shape[0]);
    let dictionary = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape:?}, }}");
    // Magic, length, header and its line break together fill a multiple of 64 bytes.
    let taken = MAGIC.len() + size_of::<u16>() + dictionary.len() + 1;
    let width = dictionary.len() + (ALIGNMENT - taken % ALIGNMENT) % ALIGNMENT;
    let header = format!("{dictionary:width$}\n");

    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(MAGIC)?;
    file.write_all(&(header.len() as u16).to_le_bytes())?;
    file.write_all(header.as_bytes())?;
    for vector in vectors {
        // A tensor's bytes are little-endian already.
        file.write_all(&vector.data)?;
    }
    file.flush()
}
