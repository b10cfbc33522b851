"""Reads what a caller has of an image into the message that is sent."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Union

import grpc
import numpy as np

from ijepa.errors import INPUT_UNREADABLE, IjepaError
from ijepa.v1 import image_pb2

if TYPE_CHECKING:
    from typing import TypeAlias

    from typing_extensions import Buffer

RGB = 3


class PillowImage(Protocol):
    """What this package uses of ``PIL.Image.Image``."""

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows, in pixels."""

    def convert(self, mode: str) -> Any:  # noqa: ANN401
        """Converts to another mode."""

    def tobytes(self) -> bytes:
        """Returns the pixels."""


class Readable(Protocol):
    """A file that is open for reading in binary mode."""

    def read(self, size: int, /) -> bytes:
        """Reads up to `size` bytes."""


@dataclass(frozen=True)
class NamedImage:
    """An image with the name that its result will carry.

    Attributes:
        name: The name, for example a key of a data set.
        image: The image, in any form that the client takes.
    """

    name: str
    image: AnyImage


#: A path (str or os.PathLike), the bytes of an image file, an open binary file, an image of Pillow, or an array of
#: RGB pixels (uint8, [height, width, 3]).
AnyImage: TypeAlias = Union[
    str, "os.PathLike[str]", bytes, bytearray, memoryview, Readable, PillowImage, "np.ndarray[Any, Any]"
]


def name_of(image: AnyImage | NamedImage, otherwise: str) -> str:
    """Returns the name of an image: that of a NamedImage, or the path of a file."""
    if isinstance(image, NamedImage):
        return image.name
    if isinstance(image, (str, os.PathLike)):
        return os.fspath(image)
    return otherwise


def read_image(image: AnyImage | NamedImage, max_bytes: int) -> image_pb2.Image:
    """Reads an image, wherever it is.

    Raises:
        IjepaError: With INPUT_UNREADABLE, or IMAGE_TOO_LARGE if it has more than `max_bytes` bytes. The server would
            end the whole stream for a larger one: gRPC refuses it before the server sees what it is.
    """
    if isinstance(image, NamedImage):
        image = image.image
    try:
        message = _read(image, max_bytes)
    except IjepaError:
        raise
    except Exception as error:
        # Whatever it is, it is the fault of this image alone: Pillow, for example, raises many kinds of errors.
        what = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or repr(error)
        raise IjepaError(
            grpc.StatusCode.INVALID_ARGUMENT, INPUT_UNREADABLE, f"cannot read {_shown(image)}: {what}"
        ) from error
    size = len(message.encoded) + len(message.pixels.rgb)
    if size > max_bytes:
        raise IjepaError(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            "IMAGE_TOO_LARGE",
            f"{_shown(image)} has more than the {max_bytes} bytes that this client sends",
        )
    return message


def _read(image: object, max_bytes: int) -> image_pb2.Image:
    if isinstance(image, (bytes, bytearray, memoryview)):
        return _encoded(image)
    if isinstance(image, (str, os.PathLike)):
        with open(image, "rb", opener=_open_file) as file:
            return _encoded(file.read(max_bytes + 1))
    if isinstance(image, np.ndarray):
        return _pixels_of_array(image)
    if hasattr(image, "convert") and hasattr(image, "tobytes"):
        rgb = _as_the_server_sees(image).convert("RGB")
        width, height = rgb.size
        return _pixels(width, height, rgb.tobytes())
    if hasattr(image, "read"):
        return _encoded(_read_all(image, max_bytes + 1))
    raise TypeError(
        f"it is a {type(image).__name__}, not a path, bytes, a binary file, a Pillow image or an array of uint8"
    )


def _read_all(file: Readable, most: int) -> bytearray:
    """What a file has, up to `most` bytes: an unbuffered pipe or socket gives what has come, not all there is."""
    content = bytearray()
    while len(content) < most:
        # None: a file that must not be waited for, and has nothing now.
        piece: bytes | None = file.read(most - len(content))
        if piece is None:
            raise BlockingIOError("the file is not in blocking mode")
        if not piece:
            break
        content += piece
    return content


def _as_the_server_sees(image: Any) -> Any:
    """A Pillow image, upright and with 8 bits for each gray, as the server takes it from the image's file."""
    if not hasattr(image, "getexif"):
        return image
    from PIL import Image, ImageOps  # The image is one of Pillow's: Pillow is there.

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    return image


# Opening a named pipe waits until somebody writes to it, and a device may have no end.
def _open_file(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    raise OSError("it is a folder" if stat.S_ISDIR(mode) else "it is a named pipe, a socket or a device, not a file")


def _encoded(content: Buffer) -> image_pb2.Image:
    return image_pb2.Image(encoded=bytes(content))


def _pixels_of_array(array: np.ndarray[Any, Any]) -> image_pb2.Image:
    if array.dtype != np.uint8 or array.ndim != RGB or array.shape[2] != RGB or 0 in array.shape:
        raise ValueError(
            f"an array of pixels must be uint8 of the shape [height, width, 3], not {array.dtype} of {array.shape}"
        )
    height, width, _ = array.shape
    return _pixels(width, height, array.tobytes())


def _pixels(width: int, height: int, rgb: bytes) -> image_pb2.Image:
    return image_pb2.Image(pixels=image_pb2.Pixels(width=width, height=height, rgb=rgb))


def _shown(image: object) -> str:
    if isinstance(image, (str, os.PathLike)):
        return repr(os.fspath(image))
    if isinstance(image, io.IOBase):
        return repr(getattr(image, "name", "the file"))
    return "the image"
