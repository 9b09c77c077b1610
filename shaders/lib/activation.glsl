// SPDX-License-Identifier: Apache-2.0
// The activations of the reference; numbers as core::Activation.
const int kNone = 0;
const int kSilu = 1;
const int kMish = 2;
const int kGelu = 3;
const int kRelu = 4;

vec4 silu(vec4 x) { return x / (1.0 + exp(-x)); }

// x tanh(log(1 + e^x)) = x (e^2x + 2 e^x) / (e^2x + 2 e^x + 2); past 20 the fraction is 1 in float32.
vec4 mish(vec4 x)
{
    const vec4 e = exp(min(x, vec4(20.0)));
    const vec4 n = e * (e + 2.0);
    return x * (n / (n + 2.0));
}

// erf by the rational approximation 7.1.26 of Abramowitz and Stegun, absolute error below 1.5e-7.
vec4 erf(vec4 x)
{
    const vec4 a = abs(x);
    const vec4 t = 1.0 / (1.0 + 0.3275911 * a);
    const vec4 series
        = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return sign(x) * (1.0 - series * exp(-a * a));
}

vec4 gelu(vec4 x) { return 0.5 * x * (1.0 + erf(x * 0.70710678118654752)); }

vec4 activate(int kind, vec4 x)
{
    if (kind == kSilu)
        return silu(x);
    if (kind == kMish)
        return mish(x);
    if (kind == kGelu)
        return gelu(x);
    if (kind == kRelu)
        return max(x, vec4(0.0));
    return x;
}
