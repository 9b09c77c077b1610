// SPDX-License-Identifier: Apache-2.0
// Parameters of nearest_code.comp, shared with C++. Strides in entries.
struct NearestCodeParams {
    int groups;    // workgroups that have work
    int quads;     // E / 4, rounded up
    int planes;    // E / 8, rounded up
    int row;
    int width;
    int cells;     // of the strip
    int firstCode; // number of the first code in the binding
    int codes;     // codes in the binding
    int resume;    // 1: compare with the best of the codes before, bindings 2 and 3
};
