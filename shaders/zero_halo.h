// SPDX-License-Identifier: Apache-2.0
// Parameters of zero_halo.comp, shared with C++. Sizes without halo; strides in entries.
struct ZeroHaloParams {
    int width;
    int height;
    int plane;
};
