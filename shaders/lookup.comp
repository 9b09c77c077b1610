#version 460
// SPDX-License-Identifier: Apache-2.0
// The codebook's rows in place of the codes: an invocation does one plane of one cell. Codes were checked before they
// came here; the clamp is the second line. A codebook larger than a binding is done in pieces.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "lookup.h"

INTS_IN(0, codes);
INPUT(1, codebook);
OUTPUT(2, result);

layout(push_constant) uniform Params { LookupParams params; };
LookupParams p; // read once: inside control flow every read is a gather on some devices

void main()
{
    p = params;
    const int index = spreadIndex();
    const int cell = index / p.planes;
    const int plane = index % p.planes;
    if (cell >= p.cells)
        return;
    const int code = clamp(codes.data[p.cell0 + cell], 0, p.allCodes - 1) - p.firstCode;
    if (code < 0 || code >= p.codes)
        return; // another piece of the codebook has it
    const int texel = (code * p.planes + plane) * 2;
    const int entry = cell / p.width * p.row + plane * p.width + cell % p.width;
    STORE(result, entry, LOAD(codebook, texel), LOAD(codebook, texel + 1));
}
