#version 460
// SPDX-License-Identifier: Apache-2.0
// Makes a strip of rows ready for a convolution: applies the norm and activation that are still due, and surrounds the
// strip with the zeros that a 3x3 kernel sees beyond the picture's edges. A workgroup does one row of one plane.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "lib/activation.glsl"
#include "prepare.h"

layout(constant_id = 3) const int ACTIVATION = 0;
layout(constant_id = 4) const int NORM = 0; // 0: none, 1: group, 2: spatial

INPUT(0, source);
INPUT(1, affine); // mean, factor, bias of each plane (norm_finish.comp)
INPUT(2, zqFactor);
INPUT(3, zqBias);
OUTPUT(4, result);

layout(push_constant) uniform Params { PrepareParams params; };
PrepareParams p; // read once: inside control flow every read is a gather on some devices

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int lane = int(gl_LocalInvocationID.x);
    const int y = quotient(group, p.planes);
    const int plane = group - y * p.planes;
    const int sourceY = y + p.rowOffset;
    const bool rowInside = sourceY >= 0 && sourceY < p.sourceRows;
    const int from = clamp(sourceY, 0, p.sourceRows - 1) * p.sourceRow + plane * p.width;
    const int to = y * p.resultRow + plane * p.resultWidth;
    vec4 mean0, mean1, factor0, factor1, bias0, bias1;
    if (NORM != 0) {
        const int channels = plane * 6;
        mean0 = LOAD(affine, channels);
        mean1 = LOAD(affine, channels + 1);
        factor0 = LOAD(affine, channels + 2);
        factor1 = LOAD(affine, channels + 3);
        bias0 = LOAD(affine, channels + 4);
        bias1 = LOAD(affine, channels + 5);
    }
    const int zqBase = NORM == 2 ? (clamp(sourceY, 0, p.sourceRows - 1) + p.firstRow) / p.zoomY * p.zqRow + plane * p.zqWidth : 0;
    for (int x = lane; x < p.resultWidth && isLive(p.groups); x += int(gl_WorkGroupSize.x)) {
        const int sourceX = clamp(x - p.halo, 0, p.width - 1);
        vec4 a = LOAD(source, (from + sourceX) * 2);
        vec4 b = LOAD(source, (from + sourceX) * 2 + 1);
        if (NORM != 0) {
            a = (a - mean0) * factor0 + bias0;
            b = (b - mean1) * factor1 + bias1;
        }
        if (NORM == 2) {
            const int texel = (zqBase + sourceX / p.zoomX) * 2;
            a = a * LOAD(zqFactor, texel) + LOAD(zqBias, texel);
            b = b * LOAD(zqFactor, texel + 1) + LOAD(zqBias, texel + 1);
        }
        a = activate(ACTIVATION, a);
        b = activate(ACTIVATION, b);
        if (!(rowInside && x - p.halo == sourceX)) {
            a = vec4(0.0);
            b = vec4(0.0);
        }
        STORE(result, to + x, a, b);
    }
}
