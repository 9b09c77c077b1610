// SPDX-License-Identifier: Apache-2.0
// Shared memory of lib/block.glsl, counted by GLSL and C++ alike: texels that one step of both operands takes. Blocks
// have `rows` rows, an invocation has `columns` columns of eight rows, a workgroup `group` invocations.
#define BLOCK_STEP_TEXELS(rows, columns, group, halves) \
    ((halves) * ((rows) / 8 * 9 + (group) / ((rows) / 8) * (columns) + 4))
