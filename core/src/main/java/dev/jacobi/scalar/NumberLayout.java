package dev.jacobi.scalar;

/// How floating numbers are made of bits: `float`, or `double`.
record NumberLayout(boolean single) {
    int fraction() { return single ? 23 : 52; }

    int bias() { return single ? 127 : 1023; }

    int mostExponent() { return single ? 255 : 2047; }

    /// A number whose last bit stands for 1: added to a small whole number, it shows that number in its bits.
    double magic() { return single ? 0x1.8p23 : 0x1.8p52; }

    long magicBits() { return single ? Float.floatToRawIntBits((float) magic()) : Double.doubleToRawLongBits(magic()); }

    int mostPower() { return single ? 300 : 2200; }

    double leastNormal() { return single ? Float.MIN_NORMAL : Double.MIN_NORMAL; }

    int lift() { return single ? 24 : 54; }

    long signBit() { return single ? 0x80000000 : 0x8000000000000000L; }

    long mantissaBits() { return single ? 0x807fffff : 0x800fffffffffffffL; }

    long oneBits() { return single ? 0x3f800000 : 0x3ff0000000000000L; }
}
