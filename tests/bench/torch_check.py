# SPDX-License-Identifier: Apache-2.0
"""Shows that torch_vqmodel.py computes what diffusers' VQModel does, on the golden data."""
import os

import numpy as np
import torch

import torch_vqmodel

# Two memory layouts of torch differ by about 1e-5 at values of order one; a wrong formula by far more.
RELATIVE, ABSOLUTE = 1e-4, 1e-5
CLEAR_MARGIN = 1e-3  # nearer than this, another code is no mistake


def cases(root):
    """(name, model folder, folder of golden arrays) of every golden and every embedded model."""
    golden = os.path.join(root, "tests", "golden")
    models = os.path.join(root, "resources", "models")
    for name in sorted(os.listdir(golden)):
        if os.path.isdir(os.path.join(golden, name, "model")):
            yield name, os.path.join(golden, name, "model"), os.path.join(golden, name)
    for name in sorted(os.listdir(models)):
        if os.path.isdir(os.path.join(models, name, "golden")):
            yield name, os.path.join(models, name), os.path.join(models, name, "golden")


def differences(model, folder):
    """(what, largest error, largest allowed) for every golden array that there is."""
    def golden(name):
        path = os.path.join(folder, name + ".npy")
        return torch.from_numpy(np.load(path)) if os.path.exists(path) else None

    def judge(what, got, wanted):
        if wanted is not None:
            error = (got - wanted).abs().max().item() if got.shape == wanted.shape else float("inf")
            yield what, error, ABSOLUTE + RELATIVE * wanted.abs().max().item()

    latents, codes = golden("latents"), golden("indices")
    yield from judge("latents", model.encode(golden("input")), latents)
    margin = golden("margin")
    clear = torch.ones_like(codes, dtype=torch.bool) if margin is None else margin > CLEAR_MARGIN
    yield "codes", ((model.quantize(latents) != codes) & clear).sum().item(), 0
    yield from judge("sample", model.decode_codes(codes), golden("sample"))
    if golden("edited_indices") is not None:
        yield from judge("edited sample", model.decode_codes(golden("edited_indices")), golden("edited_sample"))
    if golden("unquantized_sample") is not None:
        yield from judge("unquantised sample", model.decode(latents), golden("unquantized_sample"))


def check(root):
    """Prints a line per case and layout; whether all is well."""
    well = True
    with torch.no_grad():
        for name, model_folder, folder in cases(root):
            config, state = torch_vqmodel.read_config(model_folder), torch_vqmodel.read_state(model_folder)
            unknown = set(state) ^ set(torch_vqmodel.Trace(config).parameters())
            well &= not unknown
            for layout, title in ((torch.contiguous_format, "NCHW"), (torch.channels_last, "channels last")):
                found = list(differences(torch_vqmodel.VQModel(config, state, layout), folder))
                wrong = [f"{what} {error:.1e} > {allowed:.1e}" for what, error, allowed in found if error > allowed]
                wrong += sorted(f"parameter {name}" for name in unknown)
                worst = max(error for what, error, _ in found if what != "codes")
                print(f"{name:28} {title:14} worst {worst:.1e}  {'; '.join(wrong) or 'ok'}")
                well &= not wrong
    return well
