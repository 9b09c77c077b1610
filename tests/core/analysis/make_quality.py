# SPDX-License-Identifier: Apache-2.0
"""Makes quality.json and the arrays of this folder with NumPy 1.24 and scikit-image 0.19.3: python3 make_quality.py

Debian: python3-numpy python3-skimage. Pictures are uint8 (h, w, c); each case compares NAME-a.npy with NAME-b.npy.
"map" is the mean over the channels of the SSIM map, float64 (h, w), for the cases that have NAME-ssim.npy.
"""
import json
import pathlib

import numpy
from skimage.metrics import structural_similarity

folder = pathlib.Path(__file__).parent
random = numpy.random.default_rng(20)


def smooth(height, width, channels):
    y, x, c = numpy.mgrid[0:height, 0:width, 0:channels]
    return 127 + 90 * numpy.sin(x / 5 + c) * numpy.cos(y / 7) + 25 * numpy.sin(x * y / 40)


def noisy(picture, deviation):
    return picture + random.normal(0, deviation, picture.shape)


def to_bytes(values):
    return numpy.clip(numpy.rint(values), 0, 255).astype(numpy.uint8)


base = smooth(37, 53, 3)
gray = smooth(41, 23, 1)
cases = {
    "noise": (to_bytes(base), to_bytes(noisy(base, 12))),
    "blur": (to_bytes(noisy(base, 20)), to_bytes(base)),
    "gray": (to_bytes(gray), to_bytes(noisy(gray, 4))),
    "window": (to_bytes(smooth(11, 11, 3)), to_bytes(noisy(smooth(11, 11, 3), 9))),
    "narrow": (to_bytes(smooth(11, 64, 1)), to_bytes(noisy(smooth(11, 64, 1), 30))),
    "unlike": (to_bytes(random.integers(0, 256, (29, 31, 3))), to_bytes(random.integers(0, 256, (29, 31, 3)))),
    "constant": (numpy.full((16, 18, 3), 100, numpy.uint8), numpy.full((16, 18, 3), 103, numpy.uint8)),
    "extremes": (numpy.zeros((13, 12, 1), numpy.uint8), numpy.full((13, 12, 1), 255, numpy.uint8)),
}
values = {}
for name, (a, b) in cases.items():
    numpy.save(folder / f"{name}-a.npy", a)
    numpy.save(folder / f"{name}-b.npy", b)
    ssim, whole = structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
                                        channel_axis=-1, data_range=255, full=True)
    difference = a.astype(float) - b
    mse = float(numpy.mean(difference**2))
    values[name] = {"mse": mse, "mae": float(numpy.mean(numpy.abs(difference))),
                    "psnr": float(10 * numpy.log10(255**2 / mse)), "ssim": float(ssim)}
    if name in ("noise", "narrow"):
        numpy.save(folder / f"{name}-ssim.npy", whole.mean(axis=-1))
(folder / "quality.json").write_text(json.dumps(values, indent=1) + "\n")
