// SPDX-License-Identifier: Apache-2.0
// Parameters of winograd_out.comp, shared with C++. Strides in entries.
struct WinogradOutParams {
    int groups;     // workgroups that have work: tile groups * planes
    int tileGroups; // tiles / group size, rounded up
    int tiles;
    int tilesX;
    int planes;     // of the result
    int sourcePlanes; // planes that a position of the products has
    int columns;    // tiles that a row of the products has room for
    int outRow;
    int outPlane;
    int outWidth;
    int outHeight;  // rows of the strip
    int hasResidual; // 1: add binding 2, laid out as the result
};
