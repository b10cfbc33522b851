from ijepa.v1 import feature_service_pb2 as _feature_service_pb2
from ijepa.v1 import geometry_pb2 as _geometry_pb2
from ijepa.v1 import tensor_pb2 as _tensor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HeadKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HEAD_KIND_UNSPECIFIED: _ClassVar[HeadKind]
    HEAD_KIND_LINEAR: _ClassVar[HeadKind]
    HEAD_KIND_CLASS_MEAN: _ClassVar[HeadKind]
    HEAD_KIND_KNN: _ClassVar[HeadKind]

class HeadActivation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HEAD_ACTIVATION_UNSPECIFIED: _ClassVar[HeadActivation]
    HEAD_ACTIVATION_SOFTMAX: _ClassVar[HeadActivation]
    HEAD_ACTIVATION_SIGMOID: _ClassVar[HeadActivation]
    HEAD_ACTIVATION_NONE: _ClassVar[HeadActivation]
HEAD_KIND_UNSPECIFIED: HeadKind
HEAD_KIND_LINEAR: HeadKind
HEAD_KIND_CLASS_MEAN: HeadKind
HEAD_KIND_KNN: HeadKind
HEAD_ACTIVATION_UNSPECIFIED: HeadActivation
HEAD_ACTIVATION_SOFTMAX: HeadActivation
HEAD_ACTIVATION_SIGMOID: HeadActivation
HEAD_ACTIVATION_NONE: HeadActivation

class ListModelsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListModelsResponse(_message.Message):
    __slots__ = ("models",)
    MODELS_FIELD_NUMBER: _ClassVar[int]
    models: _containers.RepeatedCompositeFieldContainer[Model]
    def __init__(self, models: _Optional[_Iterable[_Union[Model, _Mapping]]] = ...) -> None: ...

class GetModelRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetModelResponse(_message.Message):
    __slots__ = ("model",)
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: Model
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...

class Model(_message.Message):
    __slots__ = ("version", "is_default", "architecture", "processor", "outputs", "precision", "license", "source", "heads", "geometries", "projections")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    IS_DEFAULT_FIELD_NUMBER: _ClassVar[int]
    ARCHITECTURE_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    PRECISION_FIELD_NUMBER: _ClassVar[int]
    LICENSE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    HEADS_FIELD_NUMBER: _ClassVar[int]
    GEOMETRIES_FIELD_NUMBER: _ClassVar[int]
    PROJECTIONS_FIELD_NUMBER: _ClassVar[int]
    version: _feature_service_pb2.ModelVersion
    is_default: bool
    architecture: Architecture
    processor: Processor
    outputs: _containers.RepeatedCompositeFieldContainer[OutputSpec]
    precision: _tensor_pb2.ElementType
    license: License
    source: str
    heads: _containers.RepeatedCompositeFieldContainer[Head]
    geometries: _containers.RepeatedCompositeFieldContainer[GeometrySpec]
    projections: _containers.RepeatedCompositeFieldContainer[Projection]
    def __init__(self, version: _Optional[_Union[_feature_service_pb2.ModelVersion, _Mapping]] = ..., is_default: bool = ..., architecture: _Optional[_Union[Architecture, _Mapping]] = ..., processor: _Optional[_Union[Processor, _Mapping]] = ..., outputs: _Optional[_Iterable[_Union[OutputSpec, _Mapping]]] = ..., precision: _Optional[_Union[_tensor_pb2.ElementType, str]] = ..., license: _Optional[_Union[License, _Mapping]] = ..., source: _Optional[str] = ..., heads: _Optional[_Iterable[_Union[Head, _Mapping]]] = ..., geometries: _Optional[_Iterable[_Union[GeometrySpec, _Mapping]]] = ..., projections: _Optional[_Iterable[_Union[Projection, _Mapping]]] = ...) -> None: ...

class Head(_message.Message):
    __slots__ = ("name", "activation", "labels", "output", "fingerprint", "metrics", "kind", "reject_above")
    class MetricsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    ACTIVATION_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REJECT_ABOVE_FIELD_NUMBER: _ClassVar[int]
    name: str
    activation: HeadActivation
    labels: _containers.RepeatedScalarFieldContainer[str]
    output: _feature_service_pb2.Output
    fingerprint: str
    metrics: _containers.ScalarMap[str, float]
    kind: HeadKind
    reject_above: float
    def __init__(self, name: _Optional[str] = ..., activation: _Optional[_Union[HeadActivation, str]] = ..., labels: _Optional[_Iterable[str]] = ..., output: _Optional[_Union[_feature_service_pb2.Output, str]] = ..., fingerprint: _Optional[str] = ..., metrics: _Optional[_Mapping[str, float]] = ..., kind: _Optional[_Union[HeadKind, str]] = ..., reject_above: _Optional[float] = ...) -> None: ...

class GeometrySpec(_message.Message):
    __slots__ = ("geometry", "grid_height", "grid_width", "fingerprint")
    GEOMETRY_FIELD_NUMBER: _ClassVar[int]
    GRID_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    GRID_WIDTH_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    geometry: _geometry_pb2.Geometry
    grid_height: int
    grid_width: int
    fingerprint: str
    def __init__(self, geometry: _Optional[_Union[_geometry_pb2.Geometry, _Mapping]] = ..., grid_height: _Optional[int] = ..., grid_width: _Optional[int] = ..., fingerprint: _Optional[str] = ...) -> None: ...

class Projection(_message.Message):
    __slots__ = ("name", "dimensions", "outputs", "whitened", "fingerprint")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DIMENSIONS_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    WHITENED_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    name: str
    dimensions: int
    outputs: _containers.RepeatedScalarFieldContainer[_feature_service_pb2.Output]
    whitened: bool
    fingerprint: str
    def __init__(self, name: _Optional[str] = ..., dimensions: _Optional[int] = ..., outputs: _Optional[_Iterable[_Union[_feature_service_pb2.Output, str]]] = ..., whitened: bool = ..., fingerprint: _Optional[str] = ...) -> None: ...

class Architecture(_message.Message):
    __slots__ = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "patch_size", "grid_height", "grid_width", "num_parameters")
    HIDDEN_SIZE_FIELD_NUMBER: _ClassVar[int]
    NUM_HIDDEN_LAYERS_FIELD_NUMBER: _ClassVar[int]
    NUM_ATTENTION_HEADS_FIELD_NUMBER: _ClassVar[int]
    INTERMEDIATE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    GRID_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    GRID_WIDTH_FIELD_NUMBER: _ClassVar[int]
    NUM_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    patch_size: int
    grid_height: int
    grid_width: int
    num_parameters: int
    def __init__(self, hidden_size: _Optional[int] = ..., num_hidden_layers: _Optional[int] = ..., num_attention_heads: _Optional[int] = ..., intermediate_size: _Optional[int] = ..., patch_size: _Optional[int] = ..., grid_height: _Optional[int] = ..., grid_width: _Optional[int] = ..., num_parameters: _Optional[int] = ...) -> None: ...

class Processor(_message.Message):
    __slots__ = ("image_height", "image_width", "resample", "rescale_factor", "mean", "std")
    IMAGE_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    IMAGE_WIDTH_FIELD_NUMBER: _ClassVar[int]
    RESAMPLE_FIELD_NUMBER: _ClassVar[int]
    RESCALE_FACTOR_FIELD_NUMBER: _ClassVar[int]
    MEAN_FIELD_NUMBER: _ClassVar[int]
    STD_FIELD_NUMBER: _ClassVar[int]
    image_height: int
    image_width: int
    resample: str
    rescale_factor: float
    mean: _containers.RepeatedScalarFieldContainer[float]
    std: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, image_height: _Optional[int] = ..., image_width: _Optional[int] = ..., resample: _Optional[str] = ..., rescale_factor: _Optional[float] = ..., mean: _Optional[_Iterable[float]] = ..., std: _Optional[_Iterable[float]] = ...) -> None: ...

class OutputSpec(_message.Message):
    __slots__ = ("output", "shape")
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    output: _feature_service_pb2.Output
    shape: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, output: _Optional[_Union[_feature_service_pb2.Output, str]] = ..., shape: _Optional[_Iterable[int]] = ...) -> None: ...

class License(_message.Message):
    __slots__ = ("id", "notice")
    ID_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    id: str
    notice: str
    def __init__(self, id: _Optional[str] = ..., notice: _Optional[str] = ...) -> None: ...
