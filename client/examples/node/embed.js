// Streams the images of a folder through Embed and writes their vectors to a .npy file.

import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import { getProtoPath } from 'google-proto-files';

import { norm, writeNpy } from './npy.js';

const IMAGE_SUFFIXES = new Set(['.bmp', '.gif', '.jpeg', '.jpg', '.png', '.tif', '.tiff', '.webp']);

const definition = protoLoader.loadSync(
  // The second makes the details of an item's error readable.
  ['ijepa/v1/feature_service.proto', 'google/rpc/error_details.proto'],
  {
    includeDirs: [
      fileURLToPath(new URL('../../../proto/src/main/proto', import.meta.url)),
      // The folder that holds google/rpc/status.proto.
      path.resolve(getProtoPath(), '..'),
    ],
    enums: String,
    json: true,
    keepCase: false,
    oneofs: true,
  },
);
const { FeatureService } = grpc.loadPackageDefinition(definition).ijepa.v1;

async function main([target, folder, output = 'vectors.npy', ...rest]) {
  if (folder === undefined || rest.length > 0) {
    console.error('usage: node embed.js HOST:PORT FOLDER [vectors.npy]');
    return 2;
  }
  const names = await imagesIn(folder);
  const vectors = await embed(target, folder, names);
  if (vectors.length === 0) {
    throw new Error('no image was embedded, so nothing was written');
  }
  await writeNpy(output, vectors);
  return vectors.length === names.length ? 0 : 1;
}

/** The names of the images in a folder, sorted by their bytes. */
async function imagesIn(folder) {
  const names = await readdir(folder);
  return names
    .filter((name) => !name.startsWith('.') && IMAGE_SUFFIXES.has(path.extname(name).toLowerCase()))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The vectors (little-endian bytes) of the images that have one, in the order of the names. */
async function embed(target, folder, names) {
  const client = new FeatureService(target, grpc.credentials.createInsecure());
  const call = client.embed();
  try {
    const [vectors] = await Promise.all([receive(call), send(call, folder, names)]);
    return vectors;
  } finally {
    call.cancel();
    client.close();
  }
}

/** Sends a request for each image, and reads no more images while the call's buffer is full. */
async function send(call, folder, names) {
  // Read by the server from the first request alone. Asked for in order, the answers need no sorting.
  let streamOptions = { responseOrder: 'RESPONSE_ORDER_REQUEST' };
  for (const name of names) {
    let encoded;
    try {
      encoded = await readFile(path.join(folder, name));
    } catch (error) {
      console.log(`${name}\terror ${error.message}`);
      continue;
    }
    if (!call.write({ requestId: name, image: { encoded }, streamOptions })) {
      // HTTP/2 flow control holds the client back. Should the call fail instead, this throws its error.
      await once(call, 'drain');
    }
    streamOptions = undefined;
  }
  call.end();
}

/** Prints a line for each response and returns the vectors. */
async function receive(call) {
  const vectors = [];
  for await (const { requestId, features, error } of call) {
    if (error) {
      console.log(`${requestId}\terror ${describe(error)}`);
      continue;
    }
    // No outputs were named in the request, so there is one: the embedding, as float32.
    const { data } = features.outputs[0].tensor;
    vectors.push(data);
    console.log(`${requestId}\tnorm ${norm(data).toFixed(4)}`);
  }
  return vectors;
}

/** The code, the API's own reason (an ErrorReason) and the message. */
function describe({ code, details, message }) {
  const info = details.find((detail) => detail['@type']?.endsWith('/google.rpc.ErrorInfo'));
  return `${[grpc.status[code], info?.reason].filter(Boolean).join(' ')}: ${message}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`embed: ${error.message}`);
  process.exitCode = 1;
}
