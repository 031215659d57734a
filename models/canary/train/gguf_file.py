"""Writes and reads GGUF version 3 files of ours and quantises to Q8_0, so that the canary needs no converter but this folder."""

import struct

import numpy

ALIGNMENT = 32
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
F32, Q8_0 = 0, 8
BLOCK = 32


def quantise_q8_0(matrix):
    """Blocks of 32 values of a row: an f16 scale, then 32 signed bytes. Rounds as llama.cpp does (half away from zero)."""
    blocks = matrix.astype(numpy.float32).reshape(-1, BLOCK)
    scale = numpy.abs(blocks).max(axis=1, keepdims=True) / numpy.float32(127)
    inverse = numpy.divide(1, scale, out=numpy.zeros_like(scale), where=scale > 0)
    scaled = blocks * inverse
    whole = (numpy.sign(scaled) * numpy.floor(numpy.abs(scaled) + 0.5)).astype(numpy.int8)
    return scale.astype(numpy.float16), whole


def dequantised(matrix):
    """The values that the engine will compute with."""
    scale, whole = quantise_q8_0(matrix)
    return (scale.astype(numpy.float32) * whole.astype(numpy.float32)).reshape(matrix.shape)


def q8_0_bytes(matrix):
    scale, whole = quantise_q8_0(matrix)
    return numpy.concatenate([scale.view(numpy.uint8), whole.view(numpy.uint8)], axis=1).tobytes()


def string_bytes(text):
    encoded = text.encode("utf-8")
    return struct.pack("<Q", len(encoded)) + encoded


def value_bytes(value):
    if isinstance(value, bool):
        return BOOL, struct.pack("<?", value)
    if isinstance(value, int):
        return UINT32, struct.pack("<I", value)
    if isinstance(value, float):
        return FLOAT32, struct.pack("<f", value)
    if isinstance(value, str):
        return STRING, string_bytes(value)
    if isinstance(value[0], str):
        return ARRAY, struct.pack("<IQ", STRING, len(value)) + b"".join(map(string_bytes, value))
    return ARRAY, struct.pack("<IQ", INT32, len(value)) + struct.pack(f"<{len(value)}i", *value)


def write_gguf(path, metadata, tensors):
    """`tensors` maps names to (array, kind); dimensions are written fastest first, as the format wants."""
    header = bytearray(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)))
    for key, value in metadata.items():
        kind, encoded = value_bytes(value)
        header += string_bytes(key) + struct.pack("<I", kind) + encoded
    body = bytearray()
    for name, (array, kind) in tensors.items():
        body += b"\0" * (-len(body) % ALIGNMENT)
        dimensions = array.shape[::-1]
        header += string_bytes(name) + struct.pack("<I", len(dimensions))
        header += struct.pack(f"<{len(dimensions)}Q", *dimensions) + struct.pack("<IQ", kind, len(body))
        body += q8_0_bytes(array) if kind == Q8_0 else array.astype("<f4").tobytes()
    header += b"\0" * (-len(header) % ALIGNMENT)
    body += b"\0" * (-len(body) % ALIGNMENT)
    path.write_bytes(bytes(header) + bytes(body))


class Reader:
    """Takes values of the format one after another."""

    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, kind):
        values = struct.unpack_from("<" + kind, self.data, self.place)
        self.place += struct.calcsize("<" + kind)
        return values[0] if len(values) == 1 else values

    def string(self):
        size = self.take("Q")
        self.place += size
        return self.data[self.place - size:self.place].decode("utf-8")

    def value(self, kind):
        if kind == STRING:
            return self.string()
        if kind == ARRAY:
            inner, count = self.take("I"), self.take("Q")
            return [self.value(inner) for _ in range(count)]
        return self.take({UINT32: "I", INT32: "i", FLOAT32: "f", BOOL: "?"}[kind])


def read_tensors(path):
    """The tensors of a file that `write_gguf` wrote, as f32 arrays by name."""
    reader = Reader(path.read_bytes())
    reader.place = 8
    tensor_count, value_count = reader.take("Q"), reader.take("Q")
    for _ in range(value_count):
        reader.string()
        reader.value(reader.take("I"))
    infos = []
    for _ in range(tensor_count):
        name, dimensions = reader.string(), reader.take("I")
        shape = [reader.take("Q") for _ in range(dimensions)][::-1]
        infos.append((name, shape, reader.take("I"), reader.take("Q")))
    start = reader.place + -reader.place % ALIGNMENT
    tensors = {}
    for name, shape, kind, offset in infos:
        count = int(numpy.prod(shape))
        if kind == F32:
            values = numpy.frombuffer(reader.data, "<f4", count, start + offset)
        else:
            blocks = numpy.frombuffer(reader.data, numpy.uint8, count // BLOCK * 34, start + offset).reshape(-1, 34)
            values = blocks[:, :2].copy().view(numpy.float16).astype(numpy.float32) * blocks[:, 2:].copy().view(numpy.int8)
        tensors[name] = values.reshape(shape).astype(numpy.float32)
    return tensors
