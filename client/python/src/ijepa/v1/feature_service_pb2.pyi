from google.protobuf import duration_pb2 as _duration_pb2
from google.rpc import status_pb2 as _status_pb2
from ijepa.v1 import geometry_pb2 as _geometry_pb2
from ijepa.v1 import image_pb2 as _image_pb2
from ijepa.v1 import region_pb2 as _region_pb2
from ijepa.v1 import tensor_pb2 as _tensor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Output(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OUTPUT_UNSPECIFIED: _ClassVar[Output]
    OUTPUT_EMBEDDING: _ClassVar[Output]
    OUTPUT_EMBEDDING_LAST4: _ClassVar[Output]
    OUTPUT_TOKENS: _ClassVar[Output]
    OUTPUT_REGIONS: _ClassVar[Output]
    OUTPUT_BLOCK: _ClassVar[Output]

class Pooling(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POOLING_UNSPECIFIED: _ClassVar[Pooling]
    POOLING_MEAN: _ClassVar[Pooling]
    POOLING_TOKENS: _ClassVar[Pooling]
    POOLING_REGIONS: _ClassVar[Pooling]

class ResponseOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RESPONSE_ORDER_UNSPECIFIED: _ClassVar[ResponseOrder]
    RESPONSE_ORDER_READY: _ClassVar[ResponseOrder]
    RESPONSE_ORDER_REQUEST: _ClassVar[ResponseOrder]

class Priority(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRIORITY_UNSPECIFIED: _ClassVar[Priority]
    PRIORITY_INTERACTIVE: _ClassVar[Priority]
    PRIORITY_BATCH: _ClassVar[Priority]
OUTPUT_UNSPECIFIED: Output
OUTPUT_EMBEDDING: Output
OUTPUT_EMBEDDING_LAST4: Output
OUTPUT_TOKENS: Output
OUTPUT_REGIONS: Output
OUTPUT_BLOCK: Output
POOLING_UNSPECIFIED: Pooling
POOLING_MEAN: Pooling
POOLING_TOKENS: Pooling
POOLING_REGIONS: Pooling
RESPONSE_ORDER_UNSPECIFIED: ResponseOrder
RESPONSE_ORDER_READY: ResponseOrder
RESPONSE_ORDER_REQUEST: ResponseOrder
PRIORITY_UNSPECIFIED: Priority
PRIORITY_INTERACTIVE: Priority
PRIORITY_BATCH: Priority

class Block(_message.Message):
    __slots__ = ("index", "normalized", "pooling")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    NORMALIZED_FIELD_NUMBER: _ClassVar[int]
    POOLING_FIELD_NUMBER: _ClassVar[int]
    index: int
    normalized: bool
    pooling: Pooling
    def __init__(self, index: _Optional[int] = ..., normalized: bool = ..., pooling: _Optional[_Union[Pooling, str]] = ...) -> None: ...

class EmbedOptions(_message.Message):
    __slots__ = ("outputs", "element_type", "l2_normalize", "regions", "blocks", "dimensions", "geometry")
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    ELEMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    L2_NORMALIZE_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    DIMENSIONS_FIELD_NUMBER: _ClassVar[int]
    GEOMETRY_FIELD_NUMBER: _ClassVar[int]
    outputs: _containers.RepeatedScalarFieldContainer[Output]
    element_type: _tensor_pb2.ElementType
    l2_normalize: bool
    regions: _containers.RepeatedCompositeFieldContainer[_region_pb2.Region]
    blocks: _containers.RepeatedCompositeFieldContainer[Block]
    dimensions: int
    geometry: _geometry_pb2.Geometry
    def __init__(self, outputs: _Optional[_Iterable[_Union[Output, str]]] = ..., element_type: _Optional[_Union[_tensor_pb2.ElementType, str]] = ..., l2_normalize: bool = ..., regions: _Optional[_Iterable[_Union[_region_pb2.Region, _Mapping]]] = ..., blocks: _Optional[_Iterable[_Union[Block, _Mapping]]] = ..., dimensions: _Optional[int] = ..., geometry: _Optional[_Union[_geometry_pb2.Geometry, _Mapping]] = ...) -> None: ...

class ClassifyOptions(_message.Message):
    __slots__ = ("top_k", "heads", "geometry")
    TOP_K_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    GEOMETRY_FIELD_NUMBER: _ClassVar[int]
    top_k: int
    heads: _containers.RepeatedScalarFieldContainer[str]
    geometry: _geometry_pb2.Geometry
    def __init__(self, top_k: _Optional[int] = ..., heads: _Optional[_Iterable[str]] = ..., geometry: _Optional[_Union[_geometry_pb2.Geometry, _Mapping]] = ...) -> None: ...

class StreamOptions(_message.Message):
    __slots__ = ("response_order", "priority")
    RESPONSE_ORDER_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    response_order: ResponseOrder
    priority: Priority
    def __init__(self, response_order: _Optional[_Union[ResponseOrder, str]] = ..., priority: _Optional[_Union[Priority, str]] = ...) -> None: ...

class EmbedRequest(_message.Message):
    __slots__ = ("request_id", "model", "image", "options", "timeout", "stream_options")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    STREAM_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    model: str
    image: _image_pb2.Image
    options: EmbedOptions
    timeout: _duration_pb2.Duration
    stream_options: StreamOptions
    def __init__(self, request_id: _Optional[str] = ..., model: _Optional[str] = ..., image: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., options: _Optional[_Union[EmbedOptions, _Mapping]] = ..., timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., stream_options: _Optional[_Union[StreamOptions, _Mapping]] = ...) -> None: ...

class EmbedResponse(_message.Message):
    __slots__ = ("request_id", "features", "error")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    features: Features
    error: _status_pb2.Status
    def __init__(self, request_id: _Optional[str] = ..., features: _Optional[_Union[Features, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class ClassifyRequest(_message.Message):
    __slots__ = ("request_id", "model", "image", "options", "timeout", "stream_options")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    STREAM_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    model: str
    image: _image_pb2.Image
    options: ClassifyOptions
    timeout: _duration_pb2.Duration
    stream_options: StreamOptions
    def __init__(self, request_id: _Optional[str] = ..., model: _Optional[str] = ..., image: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., options: _Optional[_Union[ClassifyOptions, _Mapping]] = ..., timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., stream_options: _Optional[_Union[StreamOptions, _Mapping]] = ...) -> None: ...

class ClassifyResponse(_message.Message):
    __slots__ = ("request_id", "classification", "error")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CLASSIFICATION_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    classification: Classification
    error: _status_pb2.Status
    def __init__(self, request_id: _Optional[str] = ..., classification: _Optional[_Union[Classification, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class EmbedImageRequest(_message.Message):
    __slots__ = ("model", "image", "options")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    model: str
    image: _image_pb2.Image
    options: EmbedOptions
    def __init__(self, model: _Optional[str] = ..., image: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., options: _Optional[_Union[EmbedOptions, _Mapping]] = ...) -> None: ...

class EmbedImageResponse(_message.Message):
    __slots__ = ("features",)
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    features: Features
    def __init__(self, features: _Optional[_Union[Features, _Mapping]] = ...) -> None: ...

class ClassifyImageRequest(_message.Message):
    __slots__ = ("model", "image", "options")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    model: str
    image: _image_pb2.Image
    options: ClassifyOptions
    def __init__(self, model: _Optional[str] = ..., image: _Optional[_Union[_image_pb2.Image, _Mapping]] = ..., options: _Optional[_Union[ClassifyOptions, _Mapping]] = ...) -> None: ...

class ClassifyImageResponse(_message.Message):
    __slots__ = ("classification",)
    CLASSIFICATION_FIELD_NUMBER: _ClassVar[int]
    classification: Classification
    def __init__(self, classification: _Optional[_Union[Classification, _Mapping]] = ...) -> None: ...

class Features(_message.Message):
    __slots__ = ("outputs", "model", "timings")
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    outputs: _containers.RepeatedCompositeFieldContainer[OutputTensor]
    model: ModelVersion
    timings: Timings
    def __init__(self, outputs: _Optional[_Iterable[_Union[OutputTensor, _Mapping]]] = ..., model: _Optional[_Union[ModelVersion, _Mapping]] = ..., timings: _Optional[_Union[Timings, _Mapping]] = ...) -> None: ...

class OutputTensor(_message.Message):
    __slots__ = ("output", "tensor", "key", "fingerprint", "region_errors")
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    TENSOR_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    REGION_ERRORS_FIELD_NUMBER: _ClassVar[int]
    output: Output
    tensor: _tensor_pb2.Tensor
    key: str
    fingerprint: str
    region_errors: _containers.RepeatedCompositeFieldContainer[RegionError]
    def __init__(self, output: _Optional[_Union[Output, str]] = ..., tensor: _Optional[_Union[_tensor_pb2.Tensor, _Mapping]] = ..., key: _Optional[str] = ..., fingerprint: _Optional[str] = ..., region_errors: _Optional[_Iterable[_Union[RegionError, _Mapping]]] = ...) -> None: ...

class RegionError(_message.Message):
    __slots__ = ("index", "status")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    index: int
    status: _status_pb2.Status
    def __init__(self, index: _Optional[int] = ..., status: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class Classification(_message.Message):
    __slots__ = ("classes", "model", "timings", "heads")
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    classes: _containers.RepeatedCompositeFieldContainer[ClassScore]
    model: ModelVersion
    timings: Timings
    heads: _containers.RepeatedCompositeFieldContainer[HeadResult]
    def __init__(self, classes: _Optional[_Iterable[_Union[ClassScore, _Mapping]]] = ..., model: _Optional[_Union[ModelVersion, _Mapping]] = ..., timings: _Optional[_Union[Timings, _Mapping]] = ..., heads: _Optional[_Iterable[_Union[HeadResult, _Mapping]]] = ...) -> None: ...

class HeadResult(_message.Message):
    __slots__ = ("name", "fingerprint", "classes", "rejected", "distance", "neighbours")
    NAME_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    CLASSES_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_FIELD_NUMBER: _ClassVar[int]
    NEIGHBOURS_FIELD_NUMBER: _ClassVar[int]
    name: str
    fingerprint: str
    classes: _containers.RepeatedCompositeFieldContainer[ClassScore]
    rejected: bool
    distance: Distance
    neighbours: _containers.RepeatedCompositeFieldContainer[Neighbour]
    def __init__(self, name: _Optional[str] = ..., fingerprint: _Optional[str] = ..., classes: _Optional[_Iterable[_Union[ClassScore, _Mapping]]] = ..., rejected: bool = ..., distance: _Optional[_Union[Distance, _Mapping]] = ..., neighbours: _Optional[_Iterable[_Union[Neighbour, _Mapping]]] = ...) -> None: ...

class Distance(_message.Message):
    __slots__ = ("value", "percentile")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    PERCENTILE_FIELD_NUMBER: _ClassVar[int]
    value: float
    percentile: float
    def __init__(self, value: _Optional[float] = ..., percentile: _Optional[float] = ...) -> None: ...

class Neighbour(_message.Message):
    __slots__ = ("path", "index", "label", "similarity")
    PATH_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    SIMILARITY_FIELD_NUMBER: _ClassVar[int]
    path: str
    index: int
    label: str
    similarity: float
    def __init__(self, path: _Optional[str] = ..., index: _Optional[int] = ..., label: _Optional[str] = ..., similarity: _Optional[float] = ...) -> None: ...

class ClassScore(_message.Message):
    __slots__ = ("index", "label", "probability", "logit")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    LOGIT_FIELD_NUMBER: _ClassVar[int]
    index: int
    label: str
    probability: float
    logit: float
    def __init__(self, index: _Optional[int] = ..., label: _Optional[str] = ..., probability: _Optional[float] = ..., logit: _Optional[float] = ...) -> None: ...

class ModelVersion(_message.Message):
    __slots__ = ("name", "version", "fingerprint", "revision")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    fingerprint: str
    revision: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., fingerprint: _Optional[str] = ..., revision: _Optional[str] = ...) -> None: ...

class Timings(_message.Message):
    __slots__ = ("queue", "preprocessing", "inference", "batch_size")
    QUEUE_FIELD_NUMBER: _ClassVar[int]
    PREPROCESSING_FIELD_NUMBER: _ClassVar[int]
    INFERENCE_FIELD_NUMBER: _ClassVar[int]
    BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    queue: _duration_pb2.Duration
    preprocessing: _duration_pb2.Duration
    inference: _duration_pb2.Duration
    batch_size: int
    def __init__(self, queue: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., preprocessing: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., inference: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., batch_size: _Optional[int] = ...) -> None: ...
