//! Tensors in NumPy's file format, version 1.0.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::ijepa::v1::{ElementType, Tensor};

const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
const ALIGNMENT: usize = 64;

/// Writes tensors of one shape as the rows of an array; there is at least one. The scales of INT8 go to another file
/// beside it.
pub fn write_tensors(path: &Path, tensors: &[Tensor]) -> io::Result<()> {
    let mut shape = vec![tensors.len() as u32];
    shape.extend(&tensors[0].shape);
    let description = match tensors[0].element_type() {
        ElementType::F16 => "<f2",
        ElementType::Bf16 => "<V2", // NumPy has none.
        ElementType::Int8 => "|i1",
        _ => "<f4",
    };
    // A tensor's bytes are little-endian already.
    write(path, description, &shape, tensors.iter().map(|tensor| &tensor.data))?;
    if tensors[0].element_type() == ElementType::Int8 {
        let stem = if path.extension() == Some("npy".as_ref()) { path.with_extension("") } else { path.into() };
        let scales = tensors.iter().map(|tensor| little_endian(&tensor.scales));
        let mut beside = stem.into_os_string();
        beside.push(".scales.npy");
        write(beside.as_ref(), "<f4", &shape[..shape.len() - 1], scales)?;
    }
    Ok(())
}

fn little_endian(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Writes the rows of an array, each as little-endian bytes.
fn write<R: AsRef<[u8]>>(
    path: &Path,
    description: &str,
    shape: &[u32],
    rows: impl Iterator<Item = R>,
) -> io::Result<()> {
    let axes: String = shape.iter().map(|axis| format!("{axis}, ")).collect();
    let dictionary = format!("{{'descr': '{description}', 'fortran_order': False, 'shape': ({axes}), }}");
    // Magic, length, header and its line break together fill a multiple of 64 bytes.
    let taken = MAGIC.len() + size_of::<u16>() + dictionary.len() + 1;
    let width = dictionary.len() + (ALIGNMENT - taken % ALIGNMENT) % ALIGNMENT;
    let header = format!("{dictionary:width$}\n");

    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(MAGIC)?;
    file.write_all(&(header.len() as u16).to_le_bytes())?;
    file.write_all(header.as_bytes())?;
    for row in rows {
        file.write_all(row.as_ref())?;
    }
    file.flush()
}
