from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_REQUEST_INVALID: _ClassVar[ErrorReason]
    ERROR_REASON_IMAGE_FORMAT_UNSUPPORTED: _ClassVar[ErrorReason]
    ERROR_REASON_IMAGE_CORRUPT: _ClassVar[ErrorReason]
    ERROR_REASON_IMAGE_TOO_LARGE: _ClassVar[ErrorReason]
    ERROR_REASON_MODEL_UNKNOWN: _ClassVar[ErrorReason]
    ERROR_REASON_MODEL_HAS_NO_HEAD: _ClassVar[ErrorReason]
    ERROR_REASON_SERVER_BUSY: _ClassVar[ErrorReason]
    ERROR_REASON_ITEM_EXPIRED: _ClassVar[ErrorReason]
    ERROR_REASON_ITEM_CANCELLED: _ClassVar[ErrorReason]
    ERROR_REASON_SERVER_NOT_SERVING: _ClassVar[ErrorReason]
    ERROR_REASON_OUTPUT_NOT_FINITE: _ClassVar[ErrorReason]
    ERROR_REASON_INFERENCE_FAILED: _ClassVar[ErrorReason]
    ERROR_REASON_HEAD_UNKNOWN: _ClassVar[ErrorReason]
    ERROR_REASON_REGION_EMPTY: _ClassVar[ErrorReason]
    ERROR_REASON_HEADERS_TOO_LARGE: _ClassVar[ErrorReason]
    ERROR_REASON_CONNECTION_EXPIRED: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_REQUEST_INVALID: ErrorReason
ERROR_REASON_IMAGE_FORMAT_UNSUPPORTED: ErrorReason
ERROR_REASON_IMAGE_CORRUPT: ErrorReason
ERROR_REASON_IMAGE_TOO_LARGE: ErrorReason
ERROR_REASON_MODEL_UNKNOWN: ErrorReason
ERROR_REASON_MODEL_HAS_NO_HEAD: ErrorReason
ERROR_REASON_SERVER_BUSY: ErrorReason
ERROR_REASON_ITEM_EXPIRED: ErrorReason
ERROR_REASON_ITEM_CANCELLED: ErrorReason
ERROR_REASON_SERVER_NOT_SERVING: ErrorReason
ERROR_REASON_OUTPUT_NOT_FINITE: ErrorReason
ERROR_REASON_INFERENCE_FAILED: ErrorReason
ERROR_REASON_HEAD_UNKNOWN: ErrorReason
ERROR_REASON_REGION_EMPTY: ErrorReason
ERROR_REASON_HEADERS_TOO_LARGE: ErrorReason
ERROR_REASON_CONNECTION_EXPIRED: ErrorReason
