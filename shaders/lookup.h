// SPDX-License-Identifier: Apache-2.0
// Parameters of lookup.comp, shared with C++. Strides in entries; codebook rows are `planes` entries long.
struct LookupParams {
    int planes;
    int row;
    int plane;
    int batch;
    int width;
    int cells;
    int codes;
};
