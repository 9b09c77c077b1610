// SPDX-License-Identifier: Apache-2.0
// How kernels reach tensors. An entry is eight channels of one pixel (32 bytes); a texel is half of one.
//
// Variants (CMakeLists.txt): LANES reads through storage texel buffers and shares weights between the lanes of one
// subgroup by shuffles with literal lane numbers, fast where a subgroup is a SIMD register of a processor; without it,
// the shared variant for graphics processors, storage buffers and shared memory (lib/block.glsl).
// A residual may lie where the result goes (ALIASED): each invocation reads an entry before it writes it.
#extension GL_EXT_control_flow_attributes : require
#extension GL_GOOGLE_include_directive : require
#ifdef LANES
#extension GL_KHR_shader_subgroup_shuffle : require
#extension GL_ARB_gpu_shader_int64 : require
#endif

layout(local_size_x_id = 0, local_size_y_id = 1, local_size_z_id = 2) in;

#ifdef LANES
#define INPUT(slot, name) layout(binding = slot, rgba32f) uniform readonly restrict imageBuffer name
#define INPUT_ALIASED(slot, name) layout(binding = slot, rgba32f) uniform readonly imageBuffer name
#define LOAD(name, texel) imageLoad(name, texel)
// One 32-byte store a lane costs what one of 16 bytes does.
#define OUTPUT(slot, name) layout(binding = slot, std430) writeonly restrict buffer Out##slot { u64vec4 data[]; } name
#define OUTPUT_ALIASED(slot, name) layout(binding = slot, std430) writeonly buffer Out##slot { u64vec4 data[]; } name
#define STORE(name, entry, a, b) name.data[entry] = packEntry(a, b)
#define LANES_PER_TILE 1
u64vec4 packEntry(vec4 a, vec4 b)
{
    return u64vec4(packUint2x32(floatBitsToUint(a.xy)), packUint2x32(floatBitsToUint(a.zw)),
                   packUint2x32(floatBitsToUint(b.xy)), packUint2x32(floatBitsToUint(b.zw)));
}
#else
#define INPUT(slot, name) layout(binding = slot, std430) readonly restrict buffer In##slot { vec4 data[]; } name
#define INPUT_ALIASED(slot, name) layout(binding = slot, std430) readonly buffer In##slot { vec4 data[]; } name
#define LOAD(name, texel) name.data[texel]
#define OUTPUT(slot, name) layout(binding = slot, std430) writeonly restrict buffer Out##slot { vec4 data[]; } name
#define OUTPUT_ALIASED(slot, name) layout(binding = slot, std430) writeonly buffer Out##slot { vec4 data[]; } name
#define STORE(name, entry, a, b) { name.data[(entry) * 2] = a; name.data[(entry) * 2 + 1] = b; }
#define STORE_HALF(name, entry, part, v) name.data[(entry) * 2 + part] = v
#define LANES_PER_TILE 2 // of Winograd's transforms: a whole tile takes more registers than there are
#endif

// Work is one-dimensional; it may need more workgroups than x alone allows, so the host spreads it over x, y and z.
int spreadGroup()
{
    return int((gl_WorkGroupID.z * gl_NumWorkGroups.y + gl_WorkGroupID.y) * gl_NumWorkGroups.x + gl_WorkGroupID.x);
}
// Workgroups past the last of `groups` do the last one's work again and, as lanes past an edge do, store nothing.
int liveGroup(int groups) { return min(spreadGroup(), groups - 1); }
bool isLive(int groups) { return spreadGroup() < groups; }
int spreadIndex() { return spreadGroup() * int(gl_WorkGroupSize.x) + int(gl_LocalInvocationID.x); }

// Integers (codes) and single floats are always plain storage buffers.
#define INTS_IN(slot, name) layout(binding = slot, std430) readonly restrict buffer Ints##slot { int data[]; } name
#define INTS_OUT(slot, name) layout(binding = slot, std430) writeonly restrict buffer Ints##slot { int data[]; } name

// Lane i holds row i of a group of rows, and a shuffle hands it to all.
#ifdef LANES
#define ROWS_HELD min(ROWS, int(gl_WorkGroupSize.x))
#endif

// n / d for n >= 0: a division of integers costs a processor's vector unit more than these few steps. The quotient's
// error before the correction is below one up to 2^30 / 2^24 rows.
int quotient(int n, int d)
{
    int q = int(float(n) / float(d));
    const int rest = n - q * d;
    q += rest >= d ? 1 : 0;
    q -= rest < 0 ? 1 : 0;
    return q;
}
