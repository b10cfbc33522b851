// Embed streams the images of a folder through Embed and writes their features to a .npy file.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"ijepa.dev/examples/embed/ijepav1"
)

//go:generate ./generate

var imageSuffixes = []string{".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}

// Tokens of a large model are more than the 4 MiB that gRPC takes by default.
const maxResponseBytes = 64 << 20

func main() {
	log.SetFlags(0)
	log.SetPrefix("embed: ")
	output := flag.String("output", "embedding", "embedding, embedding-last4 or tokens")
	elementType := flag.String("element-type", "f32", "f32, f16, bf16 or int8")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: embed [OPTION]... HOST:PORT FOLDER [vectors.npy]")
		flag.PrintDefaults()
	}
	flag.Parse()
	options, err := embedOptions(*output, *elementType)
	if err != nil {
		log.Print(err)
	}
	if err != nil || flag.NArg() != 2 && flag.NArg() != 3 {
		flag.Usage()
		os.Exit(2)
	}
	target, folder, file := flag.Arg(0), flag.Arg(1), "vectors.npy"
	if flag.NArg() == 3 {
		file = flag.Arg(2)
	}

	names, err := imagesIn(folder)
	if err != nil {
		log.Fatal(err)
	}
	tensors, err := embed(context.Background(), target, folder, names, options)
	if err != nil {
		log.Fatalf("%s: %v", target, err)
	}
	if len(tensors) == 0 {
		log.Fatal("no image was embedded, so nothing was written")
	}
	if err := writeTensors(file, tensors); err != nil {
		log.Fatal(err)
	}
	if len(tensors) < len(names) {
		os.Exit(1)
	}
}

// embedOptions asks for one output in one element type, by the contract's names in lower case: embedding-last4.
func embedOptions(output, elementType string) (*ijepav1.EmbedOptions, error) {
	constant := func(prefix, name string) string {
		return prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	}
	outputValue, ok := ijepav1.Output_value[constant("OUTPUT_", output)]
	if !ok || outputValue == 0 {
		return nil, fmt.Errorf("no output: %s", output)
	}
	typeValue, ok := ijepav1.ElementType_value[constant("ELEMENT_TYPE_", elementType)]
	if !ok || typeValue == 0 {
		return nil, fmt.Errorf("no element type: %s", elementType)
	}
	return &ijepav1.EmbedOptions{
		Outputs:     []ijepav1.Output{ijepav1.Output(outputValue)},
		ElementType: ijepav1.ElementType(typeValue),
	}, nil
}

// imagesIn returns the names of the images in a folder, sorted.
func imagesIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, ".") && slices.Contains(imageSuffixes, strings.ToLower(filepath.Ext(name))) {
			names = append(names, name)
		}
	}
	return names, nil
}

// embed returns the output of the images that have one, in the order of the names.
func embed(
	ctx context.Context, target, folder string, names []string, options *ijepav1.EmbedOptions,
) ([]*ijepav1.Tensor, error) {
	connection, err := grpc.NewClient(target,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxResponseBytes)))
	if err != nil {
		return nil, err
	}
	defer connection.Close()

	stream, err := ijepav1.NewFeatureServiceClient(connection).Embed(ctx)
	if err != nil {
		return nil, err
	}
	sent := make(chan error, 1)
	go func() { sent <- send(stream, folder, names, options) }()

	var tensors []*ijepav1.Tensor
	for {
		response, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return tensors, <-sent
		}
		if err != nil {
			return nil, err
		}
		if response.GetError() != nil {
			fmt.Printf("%s\terror %s\n", response.GetRequestId(), describe(status.FromProto(response.GetError())))
			continue
		}
		tensor := response.GetFeatures().GetOutputs()[0].GetTensor()
		tensors = append(tensors, tensor)
		fmt.Printf("%s\tnorm %.4f\n", response.GetRequestId(), norm(tensor))
	}
}

// send sends a request for each image. Send blocks while HTTP/2 flow control holds the client back, so no more is read
// than the server has room for.
func send(
	stream ijepav1.FeatureService_EmbedClient, folder string, names []string, options *ijepav1.EmbedOptions,
) error {
	// Read by the server from the first request alone. Asked for in order, the answers need no sorting.
	streamOptions := &ijepav1.StreamOptions{ResponseOrder: ijepav1.ResponseOrder_RESPONSE_ORDER_REQUEST}
	for _, name := range names {
		encoded, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			fmt.Printf("%s\terror %v\n", name, err)
			continue
		}
		err = stream.Send(&ijepav1.EmbedRequest{
			RequestId:     name,
			Image:         &ijepav1.Image{Source: &ijepav1.Image_Encoded{Encoded: encoded}},
			Options:       options,
			StreamOptions: streamOptions,
		})
		if errors.Is(err, io.EOF) {
			return nil // The stream has ended; Recv tells why.
		}
		if err != nil {
			return err
		}
		streamOptions = nil
	}
	return stream.CloseSend()
}

// describe returns the code, the API's own reason (an ErrorReason) and the message.
func describe(failure *status.Status) string {
	for _, detail := range failure.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return fmt.Sprintf("%s %s: %s", failure.Code(), info.GetReason(), failure.Message())
		}
	}
	return fmt.Sprintf("%s: %s", failure.Code(), failure.Message())
}
