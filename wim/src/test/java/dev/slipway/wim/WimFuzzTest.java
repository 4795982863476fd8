package dev.slipway.wim;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Entry points for Jazzer. As tests they run on the inputs found before; set JAZZER_FUZZ=1 and choose one of them to search
 * for new ones.
 */
class WimFuzzTest {
    @FuzzTest
    void file(byte[] content) {
        FuzzTargets.file(content);
    }

    @FuzzTest
    void metadata(byte[] content) {
        FuzzTargets.metadata(content);
    }

    @FuzzTest
    void xpress(byte[] content) {
        FuzzTargets.chunk(Compression.XPRESS, content);
    }

    @FuzzTest
    void lzx(byte[] content) {
        FuzzTargets.chunk(Compression.LZX, content);
    }

    @FuzzTest
    void lzms(byte[] content) {
        FuzzTargets.chunk(Compression.LZMS, content);
    }
}
