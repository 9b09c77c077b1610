// SPDX-License-Identifier: Apache-2.0
// Shared memory of lib/block.glsl, counted by GLSL and C++ alike, in texels: what one step of both operands takes.
// Blocks have `rows` rows, an invocation has `columns` columns of eight of them, a workgroup has `group` invocations.
// Rows have a texel's gap after each eight, and halves begin four texels apart from a multiple of eight: then no two of
// what eight invocations access at once are in the same bank.
#define BLOCK_PITCH(texels) (((texels) + 3) / 8 * 8 + 4)
#define BLOCK_STEP_TEXELS(rows, columns, group, halves) \
    ((halves) * (BLOCK_PITCH((rows) / 8 * 9) + BLOCK_PITCH((group) / ((rows) / 8) * (columns))))
