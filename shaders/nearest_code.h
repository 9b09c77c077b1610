// SPDX-License-Identifier: Apache-2.0
// Parameters of nearest_code.comp, shared with C++. Strides in entries.
struct NearestCodeParams {
    int planes; // E / 8, rounded up
    int row;
    int plane;
    int batch;
    int width;
    int cells; // h * w
    int codes; // K
};
