//! Generates the stubs from the .proto files of this repository, without protoc.

use std::error::Error;
use std::path::Path;

use prost::Message;
use prost_types::FileDescriptorSet;
use protox::Compiler;
use protox::file::{ChainFileResolver, DescriptorSetFileResolver, GoogleFileResolver, IncludeFileResolver};

const PROTOS: &str = "../../../proto/src/main/proto";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PROTOS}");

    let mut files = ChainFileResolver::new();
    files.add(IncludeFileResolver::new(PROTOS.into()));
    files.add(google_rpc()?);
    files.add(GoogleFileResolver::new());
    let mut compiler = Compiler::with_file_resolver(files);
    compiler.include_imports(true).include_source_info(true);
    compiler.open_file("ijepa/v1/feature_service.proto")?;

    tonic_prost_build::configure()
        .build_server(false)
        // Their Rust types are tonic's, so that its readers of error details fit.
        .extern_path(".google.rpc", "::tonic_types::pb")
        .compile_fds(compiler.file_descriptor_set())?;
    Ok(())
}

/// `google/rpc/*.proto`, which the API imports, as tonic-types carries them: there without their folder.
fn google_rpc() -> Result<DescriptorSetFileResolver, Box<dyn Error>> {
    let mut set = FileDescriptorSet::decode(tonic_types::pb::FILE_DESCRIPTOR_SET)?;
    for file in &mut set.file {
        if file.package() == "google.rpc" {
            let path = Path::new("google/rpc").join(file.name());
            file.name = Some(path.display().to_string());
        }
    }
    Ok(DescriptorSetFileResolver::new(set))
}
