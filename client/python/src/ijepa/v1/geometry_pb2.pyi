from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Fit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FIT_UNSPECIFIED: _ClassVar[Fit]
    FIT_STRETCH: _ClassVar[Fit]
    FIT_CROP: _ClassVar[Fit]
    FIT_CONTAIN: _ClassVar[Fit]
FIT_UNSPECIFIED: Fit
FIT_STRETCH: Fit
FIT_CROP: Fit
FIT_CONTAIN: Fit

class Geometry(_message.Message):
    __slots__ = ("height", "width", "fit", "tiling")
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    FIT_FIELD_NUMBER: _ClassVar[int]
    TILING_FIELD_NUMBER: _ClassVar[int]
    height: int
    width: int
    fit: Fit
    tiling: Tiling
    def __init__(self, height: _Optional[int] = ..., width: _Optional[int] = ..., fit: _Optional[_Union[Fit, str]] = ..., tiling: _Optional[_Union[Tiling, _Mapping]] = ...) -> None: ...

class Tiling(_message.Message):
    __slots__ = ("overlap",)
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    overlap: int
    def __init__(self, overlap: _Optional[int] = ...) -> None: ...
