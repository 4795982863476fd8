package dev.slipway.content;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** As a test it runs on what was found before; set JAZZER_FUZZ=1 to search for more. */
class DocumentFuzzTest {
    @FuzzTest
    void anyBytesDecodeCanonicallyOrNotAtAll(byte[] bytes) {
        DocumentTest.decodesCanonicallyOrNotAtAll(bytes);
    }
}
