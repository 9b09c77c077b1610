#version 460
// SPDX-License-Identifier: Apache-2.0
// Writes the ring of zeros around a picture, which spares convolutions all bounds checks: each layer of the grid
// does one plane (all planes of all samples follow each other).
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "zero_halo.h"

OUTPUT(0, result);

layout(push_constant) uniform Params { ZeroHaloParams p; };

void main()
{
    const int i = spreadIndex();
    const int row = p.width + 2;
    if (i >= 2 * row + 2 * p.height)
        return;
    int entry = i; // the row above, then the row below, then left and right of each row
    if (i >= 2 * row)
        entry = ((i - 2 * row) / 2 + 1) * row + (i - 2 * row) % 2 * (row - 1);
    else if (i >= row)
        entry = (p.height + 1) * row + i - row;
    STORE(result, int(gl_WorkGroupID.z) * p.plane + entry, vec4(0.0), vec4(0.0));
}
