# SPDX-License-Identifier: Apache-2.0
"""Makes spectrum.json with NumPy 1.24 and SciPy 1.10: python3 make_spectrum.py

Debian: python3-numpy python3-scipy. The pictures are noise-a.npy and noise-b.npy of make_quality.py (37 x 53 pixels,
of which 36 x 50 are used), and a made-up one, smooth(), with its blurred self.
"""
import json
import pathlib

import numpy
from scipy import ndimage
from scipy.signal import get_window

folder = pathlib.Path(__file__).parent


def smooth_side(side):
    def is_smooth(n):
        for prime in (2, 3, 5, 7):
            while n % prime == 0:
                n //= prime
        return n == 1

    return next(n for n in range(side, 0, -1) if is_smooth(n))


def plane(picture):
    values = picture.astype(numpy.float64) / 255
    luma = values[..., 0] if values.shape[-1] == 1 else values @ [0.299, 0.587, 0.114]
    height, width = (smooth_side(side) for side in luma.shape)
    top, left = (luma.shape[0] - height) // 2, (luma.shape[1] - width) // 2
    return luma[top:top + height, left:left + width]


def power(values, window):
    name = {"hann": "hann", "kaiser": ("kaiser", 8.0), "none": "boxcar"}[window]
    down, across = (get_window(name, side, fftbins=True) for side in values.shape)
    both = numpy.outer(down, across)
    transform = numpy.fft.fftshift(numpy.fft.fft2((values - values.mean()) * both))
    return numpy.abs(transform) ** 2 / (both**2).sum()


def radial(spectrum):
    height, width = spectrum.shape
    shorter = min(height, width)
    y, x = numpy.mgrid[0:height, 0:width]
    frequency = numpy.hypot((x - width // 2) / width, (y - height // 2) / height)
    step = numpy.floor(frequency * shorter + 0.5).astype(int)
    return [float(spectrum[step == i].mean()) for i in range(shorter // 2 + 1)]


def decibels(power):
    return 10 * numpy.log10(numpy.maximum(power, 1e-12))


def cutoff(reference, other):
    """Also by the words of the recipe, in another way: one list of means, then a search."""
    shorter = 2 * (len(reference) - 1)
    ratio = decibels(numpy.array(other)) - decibels(numpy.array(reference))
    radius = max(1, round(0.02 * shorter))
    smoothed = [ratio[0]] + [ratio[max(1, i - radius):i + radius + 1].mean() for i in range(1, len(ratio))]
    for i in range(1, len(smoothed)):
        if smoothed[i] <= -3:
            if i == 1:
                return 1 / shorter
            return float(numpy.interp(-3, [smoothed[i], smoothed[i - 1]], [i / shorter, (i - 1) / shorter]))
    return None


a, b = (numpy.load(folder / f"noise-{which}.npy") for which in "ab")
random = numpy.random.default_rng(7)
rough = numpy.clip(numpy.rint(128 + random.normal(0, 40, (96, 80, 1))), 0, 255).astype(numpy.uint8)
blurred = numpy.rint(ndimage.gaussian_filter(rough.astype(float), (1, 1, 0), mode="wrap")).astype(numpy.uint8)
numpy.save(folder / "rough-a.npy", rough)
numpy.save(folder / "rough-b.npy", blurred)
values = {"radial": {window: radial(power(plane(a), window)) for window in ("hann", "kaiser", "none")},
          "bins": {window: [[y, x, float(power(plane(a), window)[y, x])] for y, x in
                            ((0, 0), (0, 7), (18, 25), (18, 26), (19, 25), (30, 3), (35, 49))]
                   for window in ("hann", "kaiser", "none")},
          "shape": list(plane(a).shape),
          "error": radial(power(plane(a) - plane(b), "hann")),
          "cutoff": cutoff(radial(power(plane(rough), "hann")), radial(power(plane(blurred), "hann")))}
(folder / "spectrum.json").write_text(json.dumps(values, indent=1) + "\n")
