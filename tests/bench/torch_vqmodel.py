# SPDX-License-Identifier: Apache-2.0
"""The forward pass of diffusers' VQModel in plain torch, as the benchmark's peer: no diffusers needed.

Written for speed where torch leaves a choice: activations and residuals in place, no division by one. `Trace` walks
the same pass without computing and tells parameters, FLOPs and the largest activation.
"""
import json
import math
import os
import re
import struct

import numpy as np
import torch
import torch.nn.functional as F

WEIGHTS = "diffusion_pytorch_model"
DEFAULTS = {
    "in_channels": 3, "out_channels": 3, "block_out_channels": [64], "layers_per_block": 1, "act_fn": "silu",
    "down_block_types": ["DownEncoderBlock2D"], "up_block_types": ["UpDecoderBlock2D"],
    "latent_channels": 3, "num_vq_embeddings": 256, "vq_embed_dim": None, "norm_num_groups": 32,
    "norm_type": "group", "mid_block_add_attention": True,
}
SPATIAL_GROUPS = 32
EPSILON = 1e-6
DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
OLD_NAMES = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}


def silu(x):
    return F.silu(x, inplace=True)


ACTIVATIONS = {"silu": silu, "swish": silu, "mish": F.mish, "gelu": F.gelu, "relu": F.relu}


def read_safetensors(path):
    """Name -> float32 array."""
    data = np.fromfile(path, np.uint8)
    length = struct.unpack("<Q", data[:8].tobytes())[0]
    header = json.loads(data[8:8 + length].tobytes())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[begin:end].tobytes(), DTYPES[entry["dtype"]])
        if entry["dtype"] == "BF16":
            values = (values.astype(np.uint32) << 16).view(np.float32)
        tensors[name] = values.astype(np.float32).reshape(entry["shape"])
    return tensors


def write_safetensors(path, tensors):
    """Writes float32 arrays, sorted by name."""
    header, offset = {}, 0
    for name in sorted(tensors):
        size = tensors[name].size * 4
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in sorted(tensors):
            file.write(np.ascontiguousarray(tensors[name], "<f4").tobytes())


def read_config(folder):
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        return json.load(file)


def read_state(folder):
    """Name -> float32 tensor, names as they are today."""
    path = os.path.join(folder, WEIGHTS + ".safetensors")
    if os.path.exists(path):
        state = {name: torch.from_numpy(values) for name, values in read_safetensors(path).items()}
    else:
        state = torch.load(os.path.join(folder, WEIGHTS + ".bin"), map_location="cpu")
    old = re.compile(r"(.*\.attentions\.\d+)\.(%s)\.(\w+)" % "|".join(OLD_NAMES))
    for name in list(state):
        if match := old.fullmatch(name):
            state[f"{match[1]}.{OLD_NAMES[match[2]]}.{match[3]}"] = state.pop(name)
    return state


def write_random_model(folder, config, seed=1):
    """A model folder of this config whose values stay near one all the way through."""
    generator = np.random.default_rng(seed)
    tensors = {}
    for name, shape in Trace(config).parameters().items():
        if name == "quantize.embedding.weight":
            tensors[name] = generator.standard_normal(shape, np.float32)
        elif len(shape) > 1:
            tensors[name] = generator.standard_normal(shape, np.float32) / np.float32(math.sqrt(np.prod(shape[1:])))
        else:
            tensors[name] = np.full(shape, 1 if name.endswith("weight") else 0, np.float32)
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump({"_class_name": "VQModel", "_diffusers_version": "0.23.0", **config}, file, indent=2)
    write_safetensors(os.path.join(folder, WEIGHTS + ".safetensors"), tensors)


class VQModel:
    """`layout` is torch.contiguous_format or torch.channels_last and holds for weights and activations alike."""

    def __init__(self, config, state, layout=torch.contiguous_format):
        self.config = {**DEFAULTS, **{key: value for key, value in config.items() if not key.startswith("_")}}
        self.channels = self.config["block_out_channels"]
        self.code_length = self.config["vq_embed_dim"] or self.config["latent_channels"]
        self.act = ACTIVATIONS[self.config["act_fn"].lower()]
        self.layout = layout
        self.state = {name: self.laid_out(value.float()) for name, value in (state or {}).items()}

    # What the pass is made of.

    def laid_out(self, x):
        return x.contiguous(memory_format=self.layout) if x.dim() == 4 else x.contiguous()

    def parameter(self, name, *shape):
        value = self.state[name]
        if tuple(value.shape) != shape:
            raise ValueError(f"{name} is {tuple(value.shape)}, not {shape}")
        return value

    def note(self, flops, result):
        """Is told of every convolution and matrix product."""

    def conv(self, name, x, out, kernel=3, stride=1, padding=None):
        weight = self.parameter(name + ".weight", out, x.shape[1], kernel, kernel)
        bias = self.parameter(name + ".bias", out)
        y = F.conv2d(x, weight, bias, stride, kernel // 2 if padding is None else padding)
        self.note(2 * x.shape[1] * kernel ** 2 * y.numel(), y)
        return y

    def linear(self, name, x):
        c = x.shape[-1]
        y = F.linear(x, self.parameter(name + ".weight", c, c), self.parameter(name + ".bias", c))
        self.note(2 * c * y.numel(), y)
        return y

    def group_norm(self, name, x, groups):
        c = x.shape[1]
        return F.group_norm(x, groups, self.parameter(name + ".weight", c), self.parameter(name + ".bias", c), EPSILON)

    def norm(self, name, x, zq=None):
        if zq is None:
            return self.group_norm(name, x, self.config["norm_num_groups"])
        scale, shift = (F.interpolate(self.conv(f"{name}.{part}", zq, x.shape[1], kernel=1), size=x.shape[2:])
                        for part in ("conv_y", "conv_b"))
        return self.group_norm(name + ".norm_layer", x, SPATIAL_GROUPS).mul_(scale).add_(shift)

    def resnet(self, name, x, out, zq=None):
        y = self.conv(name + ".conv1", self.act(self.norm(name + ".norm1", x, zq)), out)
        y = self.conv(name + ".conv2", self.act(self.norm(name + ".norm2", y, zq)), out)
        return y.add_(x if x.shape[1] == out else self.conv(name + ".conv_shortcut", x, out, kernel=1))

    def attention(self, name, x, zq=None):
        n, c, h, w = x.shape
        y = self.norm(name + (".group_norm" if zq is None else ".spatial_norm"), x, zq)
        tokens = y.permute(0, 2, 3, 1).reshape(n, h * w, c)
        q, k, v = (self.linear(f"{name}.{part}", tokens) for part in ("to_q", "to_k", "to_v"))
        scores = torch.baddbmm(q.new_empty(1), q, k.transpose(1, 2), beta=0, alpha=1 / math.sqrt(c))
        context = torch.bmm(scores.softmax(-1), v)
        self.note(4 * c * scores.numel(), context)
        y = self.linear(name + ".to_out.0", context).reshape(n, h, w, c).permute(0, 3, 1, 2)
        return self.laid_out(y).add_(x)

    def block(self, name, kind, x, out, layers, zq=None):
        for i in range(layers):
            x = self.resnet(f"{name}.resnets.{i}", x, out, zq)
            if "Attn" in kind:
                x = self.attention(f"{name}.attentions.{i}", x, zq)
        return x

    def middle(self, name, x, zq=None):
        x = self.resnet(name + ".resnets.0", x, x.shape[1], zq)
        if self.config["mid_block_add_attention"]:
            x = self.attention(name + ".attentions.0", x, zq)
        return self.resnet(name + ".resnets.1", x, x.shape[1], zq)

    # The passes.

    def encode(self, picture):
        """Pictures (N, C, H, W) in -1..1 to latents."""
        x = self.conv("encoder.conv_in", self.laid_out(picture), self.channels[0])
        for i, (kind, out) in enumerate(zip(self.config["down_block_types"], self.channels)):
            name = f"encoder.down_blocks.{i}"
            x = self.block(name, kind, x, out, self.config["layers_per_block"])
            if i + 1 < len(self.channels):
                x = self.conv(name + ".downsamplers.0.conv", F.pad(x, (0, 1, 0, 1)), out, stride=2, padding=0)
        x = self.middle("encoder.mid_block", x)
        x = self.conv("encoder.conv_out", silu(self.norm("encoder.conv_norm_out", x)), self.config["latent_channels"])
        return self.conv("quant_conv", x, self.code_length, kernel=1)

    def codebook(self):
        return self.parameter("quantize.embedding.weight", self.config["num_vq_embeddings"], self.code_length)

    def quantize(self, latents):
        """Latents to codes (N, h, w)."""
        n, e, h, w = latents.shape
        rows = latents.permute(0, 2, 3, 1).reshape(-1, e)
        return torch.cdist(rows, self.codebook()).argmin(1).reshape(n, h, w)

    def decode_codes(self, codes):
        return self.decode(self.codebook()[codes].permute(0, 3, 1, 2))

    def decode(self, zq):
        """Latents, quantised or not, to pictures."""
        zq = self.laid_out(zq)
        latent = self.conv("post_quant_conv", zq, self.config["latent_channels"], kernel=1)
        if self.config["norm_type"] == "group":
            zq = None
        outs = self.channels[::-1]
        x = self.middle("decoder.mid_block", self.conv("decoder.conv_in", latent, outs[0]), zq)
        for i, (kind, out) in enumerate(zip(self.config["up_block_types"], outs)):
            name = f"decoder.up_blocks.{i}"
            x = self.block(name, kind, x, out, self.config["layers_per_block"] + 1, zq)
            if i + 1 < len(outs):
                x = self.conv(name + ".upsamplers.0.conv", F.interpolate(x, scale_factor=2, mode="nearest"), out)
        x = silu(self.norm("decoder.conv_norm_out", x, zq))
        return self.conv("decoder.conv_out", x, self.config["out_channels"])


class Trace(VQModel):
    """Walks the passes on shapes alone."""

    def __init__(self, config):
        super().__init__(config, None)
        self.shapes, self.flops, self.largest = {}, 0, 0

    def parameter(self, name, *shape):
        self.shapes[name] = shape
        return torch.empty(shape, device="meta")

    def note(self, flops, result):
        self.flops += flops
        self.largest = max(self.largest, 4 * result.numel())

    def parameters(self):
        """Name -> shape of all that the model's file holds."""
        side = 2 ** len(self.channels)
        self.encode(torch.empty(1, self.config["in_channels"], side, side, device="meta"))
        self.decode(torch.empty(1, self.code_length, 2, 2, device="meta"))
        self.codebook()
        return self.shapes


def cost(config, width, height):
    """FLOPs (convolutions and matrix products, a multiply-add is two) of both passes over a picture of this size,
    and the bytes of the decoder's largest activation."""
    factor = 2 ** (len(config["block_out_channels"]) - 1)
    encoder, decoder = Trace(config), Trace(config)
    encoder.encode(torch.empty(1, encoder.config["in_channels"], height, width, device="meta"))
    decoder.decode(torch.empty(1, decoder.code_length, height // factor, width // factor, device="meta"))
    return {"encode_flops": encoder.flops, "decode_flops": decoder.flops, "largest_bytes": decoder.largest}
