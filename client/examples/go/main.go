// Embed streams the images of a folder through Embed and writes their vectors to a .npy file.
package main

import (
	"context"
	"errors"
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

func main() {
	log.SetFlags(0)
	log.SetPrefix("embed: ")
	if len(os.Args) != 3 && len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: embed HOST:PORT FOLDER [vectors.npy]")
		os.Exit(2)
	}
	target, folder, output := os.Args[1], os.Args[2], "vectors.npy"
	if len(os.Args) == 4 {
		output = os.Args[3]
	}

	names, err := imagesIn(folder)
	if err != nil {
		log.Fatal(err)
	}
	vectors, err := embed(context.Background(), target, folder, names)
	if err != nil {
		log.Fatalf("%s: %v", target, err)
	}
	if len(vectors) == 0 {
		log.Fatal("no image was embedded, so nothing was written")
	}
	if err := writeNpy(output, vectors); err != nil {
		log.Fatal(err)
	}
	if len(vectors) < len(names) {
		os.Exit(1)
	}
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

// embed returns the vectors of the images that have one, in the order of the names.
func embed(ctx context.Context, target, folder string, names []string) ([]*ijepav1.Tensor, error) {
	connection, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	defer connection.Close()

	stream, err := ijepav1.NewFeatureServiceClient(connection).Embed(ctx)
	if err != nil {
		return nil, err
	}
	sent := make(chan error, 1)
	go func() { sent <- send(stream, folder, names) }()

	var vectors []*ijepav1.Tensor
	for {
		response, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return vectors, <-sent
		}
		if err != nil {
			return nil, err
		}
		if response.GetError() != nil {
			fmt.Printf("%s\terror %s\n", response.GetRequestId(), describe(status.FromProto(response.GetError())))
			continue
		}
		// No outputs were named in the request, so there is one: the embedding, as float32.
		vector := response.GetFeatures().GetOutputs()[0].GetTensor()
		vectors = append(vectors, vector)
		fmt.Printf("%s\tnorm %.4f\n", response.GetRequestId(), norm(vector))
	}
}

// send sends a request for each image. Send blocks while HTTP/2 flow control holds the client back, so no more is read
// than the server has room for.
func send(stream ijepav1.FeatureService_EmbedClient, folder string, names []string) error {
	// Read by the server from the first request alone. Asked for in order, the answers need no sorting.
	options := &ijepav1.StreamOptions{ResponseOrder: ijepav1.ResponseOrder_RESPONSE_ORDER_REQUEST}
	for _, name := range names {
		encoded, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			fmt.Printf("%s\terror %v\n", name, err)
			continue
		}
		err = stream.Send(&ijepav1.EmbedRequest{
			RequestId:     name,
			Image:         &ijepav1.Image{Source: &ijepav1.Image_Encoded{Encoded: encoded}},
			StreamOptions: options,
		})
		if errors.Is(err, io.EOF) {
			return nil // The stream has ended; Recv tells why.
		}
		if err != nil {
			return err
		}
		options = nil
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
