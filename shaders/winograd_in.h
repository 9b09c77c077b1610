// SPDX-License-Identifier: Apache-2.0
// Parameters of winograd_in.comp, shared with C++. Strides in entries.
struct WinogradInParams {
    int groups;      // workgroups that have work: tile groups * planes
    int tileGroups;  // tiles / group size, rounded up
    int tiles;       // tiles of the strip
    int tilesX;      // tiles along a row
    int planes;
    int sourceRow;   // of the prepared strip
    int sourcePlane;
    int columns;     // tiles that a row of the result has room for
};
