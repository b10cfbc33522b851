//! The numbers of a tensor.

use half::{bf16, f16};

use crate::ijepa::v1::{ElementType, Tensor};

/// Returns the Euclidean norm of all elements.
pub fn norm(tensor: &Tensor) -> f64 {
    values(tensor).iter().map(|value| value.powi(2)).sum::<f64>().sqrt()
}

/// Returns the numbers that the elements stand for; none of an element type that this program does not ask for.
fn values(tensor: &Tensor) -> Vec<f64> {
    match tensor.element_type() {
        ElementType::F32 => decode(&tensor.data, |bytes| f32::from_le_bytes(bytes).into()),
        ElementType::F16 => decode(&tensor.data, |bytes| f16::from_le_bytes(bytes).into()),
        ElementType::Bf16 => decode(&tensor.data, |bytes| bf16::from_le_bytes(bytes).into()),
        ElementType::Int8 => {
            let row_length = tensor.shape.last().map_or(1, |&length| length as usize);
            let rows = tensor.data.chunks(row_length).zip(&tensor.scales);
            rows.flat_map(|(row, &scale)| row.iter().map(move |&byte| f64::from(scale) * f64::from(byte as i8)))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn decode<const SIZE: usize>(data: &[u8], element: impl Fn([u8; SIZE]) -> f64) -> Vec<f64> {
    let (elements, _) = data.as_chunks::<SIZE>();
    elements.iter().map(|&bytes| element(bytes)).collect()
}
