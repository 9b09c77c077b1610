#version 460
// SPDX-License-Identifier: Apache-2.0
// The codebook's rows in place of the codes: an invocation does one plane of one cell. Codes were checked before they
// came here; the clamp is the second line.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "lookup.h"

INTS_IN(0, codes);
INPUT(1, codebook);
OUTPUT(2, result);

layout(push_constant) uniform Params { LookupParams p; };

void main()
{
    const int cell = spreadIndex();
    const int plane = int(gl_WorkGroupID.z) % p.planes;
    const int n = int(gl_WorkGroupID.z) / p.planes;
    if (cell >= p.cells)
        return;
    const int code = clamp(codes.data[n * p.cells + cell], 0, p.codes - 1);
    const int texel = (code * p.planes + plane) * 2;
    const int entry = n * p.batch + plane * p.plane + (cell / p.width + 1) * p.row + cell % p.width + 1;
    STORE(result, entry, LOAD(codebook, texel), LOAD(codebook, texel + 1));
}
