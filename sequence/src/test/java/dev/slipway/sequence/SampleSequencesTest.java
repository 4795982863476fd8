package dev.slipway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sequences of real sites. */
class SampleSequencesTest {
    private static final Path SAMPLES = Path.of("src/test/resources/samples");

    @TestFactory
    Stream<DynamicTest> everySampleIsReadAndWrittenWithoutLoss() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(f -> f.toString().endsWith(".xml")).sorted().toList().stream()
                    .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> roundTrip(f)));
        }
    }

    private static void roundTrip(Path file) throws Exception {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        TaskSequence sequence = SequenceXml.parse(text);
        String written = SequenceXml.write(sequence);
        assertThat(withoutLines(SequenceXml.parse(written)).equals(withoutLines(sequence)))
                .as("read, written and read again")
                .isTrue();
        String lineFeeds = text.replace("\r\n", "\n").replace(" />", "/>").strip();
        if (lineFeeds.startsWith("<sequence")) {
            assertThat(firstDifference(written, lineFeeds)).isEmpty();
        } else if (lineFeeds.startsWith("<INSTANCE")) {
            assertThat(lineFeeds).contains(written);
        }
    }

    private static String firstDifference(String left, String right) {
        int at = java.util.Arrays.mismatch(left.toCharArray(), right.toCharArray());
        return at < 0 ? "" : around(left, at) + " | " + around(right, at);
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 40));
    }

    /** Everything but line numbers: an object's sequence begins in the middle of its file. */
    private static String withoutLines(TaskSequence sequence) {
        return sequence.toString().replaceAll("line=\\d+", "line");
    }

    @org.junit.jupiter.api.Test
    void aRealBuildAndCaptureIsUnderstood() throws Exception {
        TaskSequence sequence = SequenceXml.parse(Files.readString(
                SAMPLES.resolve("643655f9-Windows10_-_Build_and_Capture.xml"), StandardCharsets.UTF_8));
        assertThat(sequence.dialect()).isEqualTo(TaskSequence.Dialect.CONFIGMGR);
        assertThat(sequence.steps())
                .hasSize(13)
                .extracting(Step::type)
                .contains(
                        "SMS_TaskSequence_PartitionDiskAction",
                        "SMS_TaskSequence_ApplyOperatingSystemAction",
                        "SMS_TaskSequence_ApplyWindowsSettingsAction");
        assertThat(sequence.references()).isNotEmpty();
    }
}
