#version 460
// SPDX-License-Identifier: Apache-2.0
// Lays a part of a window into the picture that the window was cut from. A workgroup does one row of one plane.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "paste.h"

INPUT(0, source);
INTS_IN(1, place);
OUTPUT(2, result);

layout(push_constant) uniform Params { PasteParams params; };
PasteParams p; // read once: inside control flow every read is a gather on some devices

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int y = quotient(group, p.planes);
    const int plane = group - y * p.planes;
    const int top = place.data[0] * p.zoom, left = place.data[1] * p.zoom;
    const int rows = place.data[2] * p.zoom, columns = place.data[3] * p.zoom;
    const int toY = place.data[4] * p.zoom + y, toX = place.data[5] * p.zoom;
    const bool inside = y >= top && y < top + rows && isLive(p.groups);
    const int from = y * p.row + plane * p.width;
    const int to = toY * p.targetRow + plane * p.targetWidth + toX;
    for (int x = left + int(gl_LocalInvocationID.x); x < left + columns && inside; x += int(gl_WorkGroupSize.x))
        STORE(result, to + x, LOAD(source, (from + x) * 2), LOAD(source, (from + x) * 2 + 1));
}
