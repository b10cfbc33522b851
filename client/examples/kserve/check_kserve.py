"""The KServe SDK's gRPC client, unmodified: python check_kserve.py HOST:PORT SAMPLES JAVA_VECTORS."""

import asyncio

import numpy as np
from kserve import InferenceGRPCClient, InferInput, InferRequest

from comparison import MODEL, Samples, batches, require, run


async def kserve_rows(target: str, samples: Samples) -> np.ndarray:
    client = InferenceGRPCClient(url=target)
    try:
        require(await client.is_server_live(), "the server is not live")
        require(await client.is_server_ready(), "the server is not ready")
        require(await client.is_model_ready(MODEL), "the model is not ready")
        rows = []
        for some in batches(samples.files):
            image = InferInput(name="IMAGE", shape=[len(some), 1], datatype="BYTES")
            image.set_data_from_numpy(np.array([[file] for file in some], dtype=object), binary_data=True)
            response = await client.infer(InferRequest(model_name=MODEL, infer_inputs=[image]))
            rows.append(response.outputs[0].as_numpy())
        return np.concatenate(rows)
    finally:
        await client.close()


def kserve_sdk(target: str, samples: Samples) -> str:
    return f"largest difference {samples.check(asyncio.run(kserve_rows(target, samples))):.1e}"


if __name__ == "__main__":
    run({"kserve SDK": kserve_sdk})
