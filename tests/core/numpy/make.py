# SPDX-License-Identifier: Apache-2.0
"""Makes the files of codes in this folder with NumPy (1.24): python3 make.py

The codes are (row * 5 + column) ** 2 * 97 % 65536 on a grid of 3 x 5.
"""
import pathlib

import numpy

folder = pathlib.Path(__file__).parent
codes = (numpy.arange(15) ** 2 * 97 % 65536).reshape(3, 5)

numpy.savez(folder / "plain.npz", codes=codes, model="für 目", codebook_size=65536, factor=8)
numpy.savez_compressed(folder / "packed.npz", codes=codes.astype(numpy.uint16))
numpy.savez(folder / "only.npz", codes.astype(">i4").ravel())
numpy.savez(folder / "two.npz", indices=codes, latents=codes.astype(numpy.float32))
numpy.savez(folder / "text.npz", codes="no codes")
numpy.save(folder / "column.npy", codes.reshape(15, 1).astype(numpy.uint16))
