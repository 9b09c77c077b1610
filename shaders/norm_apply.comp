#version 460
// SPDX-License-Identifier: Apache-2.0
// Last pass of a group or spatial norm, with the activation: a workgroup does one row of one plane.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "lib/activation.glsl"
#include "norm_apply.h"

layout(constant_id = 3) const int ACTIVATION = 0;
layout(constant_id = 4) const int SPATIAL = 0; // 1: times binding 2, plus binding 3

INPUT(0, source);
INPUT(1, affine); // mean, factor, bias of each plane (norm_finish.comp)
INPUT(2, zqFactor);
INPUT(3, zqBias);
OUTPUT(4, result);

layout(push_constant) uniform Params { NormApplyParams p; };

void main()
{
    const int lane = int(gl_LocalInvocationID.x);
    const int y = int(gl_WorkGroupID.x);
    const int plane = int(gl_WorkGroupID.y);
    const int n = int(gl_WorkGroupID.z);
    const int channels = (n * p.planes + plane) * 6;
    const vec4 mean0 = LOAD(affine, channels), mean1 = LOAD(affine, channels + 1);
    const vec4 factor0 = LOAD(affine, channels + 2), factor1 = LOAD(affine, channels + 3);
    const vec4 bias0 = LOAD(affine, channels + 4), bias1 = LOAD(affine, channels + 5);
    const int base = n * p.batch + plane * p.plane + (y + 1) * p.row + 1;
    const int zqBase = n * p.zqBatch + plane * p.zqPlane + (y / p.zoomY + 1) * p.zqRow + 1;
    for (int x = lane; x < p.width; x += int(gl_WorkGroupSize.x)) {
        const int entry = base + x;
        vec4 a = (LOAD(source, entry * 2) - mean0) * factor0 + bias0;
        vec4 b = (LOAD(source, entry * 2 + 1) - mean1) * factor1 + bias1;
        if (SPATIAL == 1) {
            const int texel = (zqBase + x / p.zoomX) * 2;
            a = a * LOAD(zqFactor, texel) + LOAD(zqBias, texel);
            b = b * LOAD(zqFactor, texel + 1) + LOAD(zqBias, texel + 1);
        }
        STORE(result, entry, activate(ACTIVATION, a), activate(ACTIVATION, b));
    }
}
