// Streams the images of a folder through Embed and writes their features to a .npy file.

import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import { getProtoPath } from 'google-proto-files';

import { writeTensors } from './npy.js';
import { norm } from './tensor.js';

const IMAGE_SUFFIXES = new Set(['.bmp', '.gif', '.jpeg', '.jpg', '.png', '.tif', '.tiff', '.webp']);

// Tokens of a large model are more than the 4 MiB that gRPC takes by default.
const MAX_RESPONSE_BYTES = 64 << 20;

const USAGE = `usage: node embed.js [OPTION]... HOST:PORT FOLDER [vectors.npy]
  --output        embedding (default), embedding-last4 or tokens
  --element-type  f32 (default), f16, bf16 or int8`;

const OUTPUTS = {
  embedding: 'OUTPUT_EMBEDDING',
  'embedding-last4': 'OUTPUT_EMBEDDING_LAST4',
  tokens: 'OUTPUT_TOKENS',
};
const ELEMENT_TYPES = {
  f32: 'ELEMENT_TYPE_F32',
  f16: 'ELEMENT_TYPE_F16',
  bf16: 'ELEMENT_TYPE_BF16',
  int8: 'ELEMENT_TYPE_INT8',
};

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

async function main(args) {
  let parsed;
  try {
    parsed = parse(args);
  } catch (error) {
    console.error(`embed: ${error.message}\n${USAGE}`);
    return 2;
  }
  const { target, folder, file, options } = parsed;
  const names = await imagesIn(folder);
  const tensors = await embed(target, folder, names, options);
  if (tensors.length === 0) {
    throw new Error('no image was embedded, so nothing was written');
  }
  await writeTensors(file, tensors);
  return tensors.length === names.length ? 0 : 1;
}

/** What the command line asks for. */
function parse(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      output: { type: 'string', default: 'embedding' },
      'element-type': { type: 'string', default: 'f32' },
    },
  });
  const [target, folder, file = 'vectors.npy', ...rest] = positionals;
  if (folder === undefined || rest.length > 0) {
    throw new Error('two or three arguments are expected');
  }
  const options = {
    outputs: [choose('--output', OUTPUTS, values.output)],
    elementType: choose('--element-type', ELEMENT_TYPES, values['element-type']),
  };
  return { target, folder, file, options };
}

function choose(option, choices, name) {
  if (!Object.hasOwn(choices, name)) {
    throw new Error(`${option} is one of ${Object.keys(choices).join(', ')}, not ${name}`);
  }
  return choices[name];
}

/** The names of the images in a folder, sorted by their bytes. */
async function imagesIn(folder) {
  const names = await readdir(folder);
  return names
    .filter((name) => !name.startsWith('.') && IMAGE_SUFFIXES.has(path.extname(name).toLowerCase()))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The output of the images that have one, in the order of the names. */
async function embed(target, folder, names, options) {
  const client = new FeatureService(target, grpc.credentials.createInsecure(), {
    'grpc.max_receive_message_length': MAX_RESPONSE_BYTES,
  });
  const call = client.embed();
  try {
    const [tensors] = await Promise.all([receive(call), send(call, folder, names, options)]);
    return tensors;
  } finally {
    call.cancel();
    client.close();
  }
}

/** Sends a request for each image, and reads no more images while the call's buffer is full. */
async function send(call, folder, names, options) {
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
    if (!call.write({ requestId: name, image: { encoded }, options, streamOptions })) {
      // HTTP/2 flow control holds the client back. Should the call fail instead, this throws its error.
      await once(call, 'drain');
    }
    streamOptions = undefined;
  }
  call.end();
}

/** Prints a line for each response and returns the tensors. */
async function receive(call) {
  const tensors = [];
  for await (const { requestId, features, error } of call) {
    if (error) {
      console.log(`${requestId}\terror ${describe(error)}`);
      continue;
    }
    const { tensor } = features.outputs[0];
    tensors.push(tensor);
    console.log(`${requestId}\tnorm ${norm(tensor).toFixed(4)}`);
  }
  return tensors;
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
