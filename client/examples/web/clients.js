// Calls a live server with unmodified clients as browsers have them, and compares their vectors with those that the Java
// client got over gRPC: node clients.js http://HOST:PORT SAMPLES JAVA_VECTORS

import { readFileSync } from "node:fs";
import path from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import grpcWeb from "grpc-web";
import XMLHttpRequest from "xhr2";
import { ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import {
  EmbedImageRequestSchema,
  EmbedImageResponseSchema,
  FeatureService,
} from "./gen/ijepa/v1/feature_service_pb.js";
import { ModelService } from "./gen/ijepa/v1/model_service_pb.js";

const MODEL = "embedded";
const SIDE = 2000; // Of a large message: 12 MB of pixels.

const [baseUrl, folder, vectors] = process.argv.slice(2);

// Google's client knows no other.
globalThis.XMLHttpRequest = XMLHttpRequest;

/** The images of the folder, each with the Java client's vector of it. */
function samples() {
  const file = readFileSync(`${vectors}.npy`);
  const start = 10 + file.readUInt16LE(8);
  const lines = readFileSync(`${vectors}.jsonl`, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const rowBytes = (file.length - start) / lines.length;
  return lines.map(({ path: name, row }) => ({
    name: path.basename(name),
    image: readFileSync(path.join(folder, path.basename(name))),
    vector: file.subarray(start + row * rowBytes, start + (row + 1) * rowBytes),
  }));
}

function require(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

function encoded(image) {
  return { source: { case: "encoded", value: image } };
}

/** The bytes of the first output: little-endian float32. */
function bytesOf(response) {
  return Buffer.from(response.features.outputs[0].tensor.data);
}

async function failure(call) {
  try {
    await call();
  } catch (e) {
    return e;
  }
  throw new Error("the server answers what it should refuse");
}

/** What every client of protobuf-es is asked, whatever carries it. */
async function connectWeb(transport, expected) {
  const features = createClient(FeatureService, transport);
  const models = createClient(ModelService, transport);

  for (const { name, image, vector } of expected) {
    const response = await features.embedImage({ model: MODEL, image: encoded(image) });
    require(bytesOf(response).equals(vector), `the vector of ${name} differs from the Java client's`);
  }
  const { classification } = await features.classifyImage({ image: encoded(expected[0].image), options: { topK: 3 } });
  require(classification.classes.length === 3, "there are not 3 classes");

  const list = await models.listModels({});
  const one = await models.getModel({ name: MODEL });
  require(list.models.length === 1 && one.model.version.name === MODEL, "the models are others");

  const noImage = ConnectError.from(await failure(() => features.embedImage({ image: encoded(Buffer.from("text")) })));
  require(noImage.code === Code.InvalidArgument, `a broken image has the code ${Code[noImage.code]}`);
  const [info] = noImage.findDetails(ErrorInfoSchema);
  require(info.reason === "IMAGE_FORMAT_UNSUPPORTED", `a broken image has the reason ${info?.reason}`);
  const unknown = await failure(() => models.getModel({ name: "other" }));
  require(unknown.code === Code.NotFound, `an unknown model has the code ${Code[unknown.code]}`);
  const late = await failure(() => features.embedImage({ image: encoded(expected[0].image) }, { timeoutMs: 1 }));
  require(late.code === Code.DeadlineExceeded, `a late call has the code ${Code[late.code]}`);

  const rgb = new Uint8Array(SIDE * SIDE * 3).map((_, i) => (i * 31) % 251);
  const pixels = { source: { case: "pixels", value: { width: SIDE, height: SIDE, rgb } } };
  const large = await features.embedImage({ image: pixels });
  return { images: expected.length, large: bytesOf(large).toString("base64") };
}

/** Google's client, with the messages of protobuf-es. */
async function googleGrpcWeb(format, expected) {
  const client = new grpcWeb.GrpcWebClientBase({ format });
  const method = new grpcWeb.MethodDescriptor(
    "/ijepa.v1.FeatureService/EmbedImage",
    grpcWeb.MethodType.UNARY,
    Object,
    Object,
    (request) => toBinary(EmbedImageRequestSchema, request),
    (bytes) => fromBinary(EmbedImageResponseSchema, bytes),
  );
  const call = (image, metadata = {}) =>
    client.unaryCall(
      baseUrl + method.getName(),
      create(EmbedImageRequestSchema, { image: encoded(image) }),
      metadata,
      method,
    );

  for (const { name, image, vector } of expected) {
    require(bytesOf(await call(image)).equals(vector), `the vector of ${name} differs from the Java client's`);
  }
  const error = await failure(() => call(Buffer.from("text")));
  require(error.code === grpcWeb.StatusCode.INVALID_ARGUMENT, `a broken image has the code ${error.code}`);
  require(error.message.includes("accepted are JPEG"), `a broken image has the message ${error.message}`);
  return { images: expected.length };
}

/** The server's own deadline: these clients would give up by themselves. */
async function deadlines(expected) {
  const body = toBinary(EmbedImageRequestSchema, create(EmbedImageRequestSchema, { image: encoded(expected[0].image) }));
  const response = await fetch(`${baseUrl}/ijepa.v1.FeatureService/EmbedImage`, {
    method: "POST",
    headers: { "content-type": "application/proto", "connect-timeout-ms": "0" },
    body,
  });
  const { code } = await response.json();
  require(response.status === 504 && code === "deadline_exceeded", `a late call is answered ${response.status} ${code}`);
  return {};
}

const expected = samples();
const large = new Set();
let failed = 0;
for (const [name, check] of [
  ["connect-web, Connect", () => connectWeb(createConnectTransport({ baseUrl, useBinaryFormat: true }), expected)],
  ["connect-web, Connect with JSON", () => connectWeb(createConnectTransport({ baseUrl }), expected)],
  ["connect-web, gRPC-Web", () => connectWeb(createGrpcWebTransport({ baseUrl }), expected)],
  ["connect-web, gRPC-Web with JSON", () => connectWeb(createGrpcWebTransport({ baseUrl, useBinaryFormat: false }), expected)],
  ["grpc-web, text", () => googleGrpcWeb("text", expected)],
  ["grpc-web, binary", () => googleGrpcWeb("binary", expected)],
  ["the server's deadline", () => deadlines(expected)],
]) {
  try {
    const result = await check();
    if (result.large) {
      large.add(result.large);
    }
    require(large.size <= 1, "the vector of the large image differs from the other clients'");
    console.log(`${name}: passed${result.images ? `, ${result.images} images bit for bit` : ""}`);
  } catch (e) {
    failed++;
    console.log(`${name}: ${e.stack}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
